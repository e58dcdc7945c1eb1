package web_test

import (
	"testing"

	"we-gov.org/awards/internal/testkit/browser"
)

func TestMain(m *testing.M) { browser.Main(m) }
