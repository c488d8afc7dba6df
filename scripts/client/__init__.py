"""How is the client written? One package, from the contract and the templates."""
