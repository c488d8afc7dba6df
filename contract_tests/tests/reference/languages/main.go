// Decodes vectors from standard input, one a line, and prints those that the types take, as they took them.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"check/commsms"
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

var bodies = map[string]func() any{
	"SmsCampaignSendResponse": func() any { return new(commsms.SmsCampaignSendResponse) },
	"ApiError":                func() any { return new(commsms.ApiError) },
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
