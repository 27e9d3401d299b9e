#pragma once

#include <stop_token>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

struct DoctorOptions {
  CommonOptions common;
};
void add_doctor_command(CLI::App& app, Chosen& chosen);
Ending run_doctor(const DoctorOptions& options, Console& console, const std::stop_token& stop);

}  // namespace dgctl::cmd
