#pragma once

#include <string>
#include <vector>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"
#include "engine/state/ledger.h"

namespace dgctl::cmd {

struct StateOptions {
  CommonOptions common;
  std::string address;                ///< of `state show`: one resource; empty: all
  bool runs = false;                  ///< of `state show`: the runs that wrote it
  std::vector<std::string> patterns;  ///< of `state list`: kinds, addresses, patterns; none: all
  std::string id;                     ///< of `state list`: only what the workspace knows by it
};
/// `state` and all below it.
void add_state_commands(CLI::App& app, Chosen& chosen);
Ending run_state_list(const StateOptions& options, Console& console);
Ending run_state_show(const StateOptions& options, Console& console);

/// An address that somebody wrote. Throws UsageError for what is none, or of no kind that there is.
engine::Address address_from(const std::string& text);
/// The record that an address names. Throws UsageError with the nearest for one that is not there.
const engine::Recorded& recorded_at(const engine::State& state, const std::string& address);

}  // namespace dgctl::cmd
