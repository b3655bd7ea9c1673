package main

import (
	"encoding/json"
	"os"

	"github.com/spf13/pflag"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
)

// With this variable set the component prints what it registers and does not start.
const asked = "KLINT_ORACLE_REGISTERED"

type flag struct {
	Name       string `json:"name"`
	Type       string `json:"type"`
	Default    string `json:"default"`
	Deprecated string `json:"deprecated"`
	Hidden     bool   `json:"hidden"`
}

type gate struct {
	Stage   string `json:"stage"`
	Default bool   `json:"default"`
	Locked  bool   `json:"locked"`
}

// sayRegistered prints flags and feature gates as JSON if it is asked to: --help hides flags and wraps text.
func sayRegistered(flags func() *pflag.FlagSet) {
	if os.Getenv(asked) == "" {
		return
	}
	said := struct {
		Flags []flag          `json:"flags"`
		Gates map[string]gate `json:"gates"`
	}{Gates: map[string]gate{}}
	flags().VisitAll(func(f *pflag.Flag) {
		said.Flags = append(said.Flags, flag{f.Name, f.Value.Type(), f.DefValue, f.Deprecated, f.Hidden})
	})
	for name, spec := range utilfeature.DefaultMutableFeatureGate.GetAll() {
		said.Gates[string(name)] = gate{string(spec.PreRelease), spec.Default, spec.LockToDefault}
	}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		panic(err)
	}
	os.Exit(0)
}
