package award

// OperatorID stands in events for whoever works at the machine's command line.
// No person has it.
const OperatorID ID = "operator"

// Operator is the actor of the command line: an administrator without an
// account.
func Operator() Actor {
	return Actor{Person: Person{ID: OperatorID, Language: "en"}, Roles: []Role{RoleAdmin}}
}
