// Decodes vectors from standard input, one a line, and prints those that the types take, as they took them. The test
// writes bodies: what makes a body of each schema.
package main

import (
	"bufio"
	"encoding/json"
	"os"
)

type vector struct {
	ID     string          `json:"id"`
	Schema string          `json:"schema"`
	Data   json.RawMessage `json:"data"`
}

type taken struct {
	ID   string `json:"id"`
	Data any    `json:"data"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var given vector
		if err := json.Unmarshal(lines.Bytes(), &given); err != nil {
			panic(err)
		}
		body := bodies[given.Schema]()
		if json.Unmarshal(given.Data, body) == nil {
			json.NewEncoder(os.Stdout).Encode(taken{given.ID, body})
		}
	}
}
