#pragma once

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

/// "0.1.0"
const char* version();
/// When that version was made: "2026-11-26".
const char* version_date();

struct VersionOptions {
  CommonOptions common;  ///< of these -o
};
void add_version_command(CLI::App& app, Chosen& chosen);
Ending run_version(const VersionOptions& options, Console& console);

}  // namespace dgctl::cmd
