#include <cstdio>

#include <sys/resource.h>

#include "cmd/dgctl/commands.h"
#include "cmd/dgctl/console.h"

int main(int argc, char** argv) {
  // What is in memory stays there: no core file of a program that handles credentials.
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  try {
    dgctl::cmd::Console console = dgctl::cmd::process_console();
    return dgctl::cmd::run_dgctl({argv + 1, argv + argc}, console);
  } catch (...) {
    std::fputs("error: dgctl ended in a way that it does not know\nreason=bug\n", stderr);
    return static_cast<int>(dgctl::cmd::ExitCode::Bug);
  }
}
