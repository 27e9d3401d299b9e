#include <exception>
#include <iostream>

#include "cmd/dgsim/commands.h"
#include "providers/sim/workspace_file_error.h"
#include "providers/system/standard_streams.h"

namespace {

int failed(const std::exception& error, int exit_code) {
  std::cerr << "dgsim: " << error.what() << '\n';
  return exit_code;
}

/// A success that nobody could read is none.
int ended(int exit_code, std::ostream& output) {
  const std::string lost = dgctl::providers::why_lost(output);
  if (lost.empty()) return exit_code;
  std::cerr << "dgsim: cannot write to standard output: " << lost << '\n';
  return exit_code == dgctl::cmd::kDone ? dgctl::cmd::kFailed : exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    dgctl::providers::prepare_standard_streams();
    dgctl::providers::StandardOutput output;
    return ended(dgctl::cmd::run_dgsim(argc, argv, {std::cin, output, std::cerr}), output);
  } catch (const dgctl::providers::WorkspaceFileError& error) {
    return failed(error, dgctl::cmd::kUsage);
  } catch (const std::exception& error) {
    return failed(error, dgctl::cmd::kFailed);
  } catch (...) {
    std::cerr << "dgsim: an unknown failure\n";
    return dgctl::cmd::kFailed;
  }
}
