#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace dgctl::providers {

/// How a program ended, and what it wrote.
struct ProgramResult {
  int code = 0;  ///< 128 and more: ended by that signal
  std::string out, err;
};

struct ProgramLimits {
  std::chrono::milliseconds time{60'000};
  std::size_t output_bytes = std::size_t{1} << 20U;  ///< of each stream
};

/// Runs a program, found on PATH, without a shell and with nothing on its standard input. It is
/// killed when its time is over or it writes too much. Throws engine::Error that names it,
/// engine::StoppedError when asked to stop.
ProgramResult run_program(const std::vector<std::string>& command,
                          const ProgramLimits& limits,
                          const std::stop_token& stop);

}  // namespace dgctl::providers
