package service_test

import (
	"io"
	"net/http"
	"net/smtp"
	"strings"
	"testing"

	"we-gov.org/awards/internal/testkit/service"
)

func TestMailServerKeepsWhatItIsSent(t *testing.T) {
	server, api := service.Mail(t)
	text := "Subject: Welcome\r\n\r\nHello.\r\n"
	if err := smtp.SendMail(server, nil, "from@example.org", []string{"to@example.org"}, []byte(text)); err != nil {
		t.Fatal(err)
	}
	answer, err := http.Get(api + "/api/v1/messages")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || !strings.Contains(string(body), "Welcome") {
		t.Errorf("messages: %s, %v", body, err)
	}
}

func TestEveryDatabaseIsAnother(t *testing.T) {
	if a, b := service.Postgres(t), service.Postgres(t); a == b {
		t.Errorf("both are %s", a)
	}
}

func TestEveryBucketIsAnother(t *testing.T) {
	if a, b := service.S3(t), service.S3(t); a == b {
		t.Errorf("both are %s", a)
	}
}
