#include <algorithm>
#include <cstdio>

#include <sys/resource.h>

#include "cmd/dgctl/commands.h"
#include "cmd/dgctl/console.h"
#include "cmd/dgctl/exit_code.h"
#include "providers/system/standard_streams.h"

int main(int argc, char** argv) {
  // What is in memory stays there: no core file of a program that handles credentials.
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  try {
    dgctl::providers::prepare_standard_streams();
    dgctl::providers::StandardOutput output;
    dgctl::cmd::Console console = dgctl::cmd::process_console(output);
    // A program may be run without even its name.
    return dgctl::cmd::run_dgctl({argv + std::min(argc, 1), argv + argc}, console);
  } catch (...) {
    std::fputs("error: dgctl ended in a way that it does not know\nreason=bug\n", stderr);
    return static_cast<int>(dgctl::cmd::ExitCode::Bug);
  }
}
