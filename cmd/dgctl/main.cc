#include <algorithm>
#include <cstdio>

#include "cmd/dgctl/commands.h"
#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/signals.h"
#include "providers/system/hardening.h"
#include "providers/system/standard_streams.h"

int main(int argc, char** argv) {
  dgctl::providers::forbid_core_dumps();
  try {
    dgctl::providers::prepare_standard_streams();
    dgctl::providers::StandardOutput output;
    dgctl::cmd::Signals signals;
    dgctl::cmd::Console console = dgctl::cmd::process_console(output);
    console.signals = &signals;
    // A program may be run without even its name.
    return dgctl::cmd::run_dgctl({argv + std::min(argc, 1), argv + argc}, console);
  } catch (...) {
    std::fputs("error: dgctl ended in a way that it does not know\nreason=bug\n", stderr);
    return static_cast<int>(dgctl::cmd::ExitCode::Bug);
  }
}
