#pragma once

#include <optional>
#include <string>
#include <vector>

#include "providers/databricks/login/surroundings.h"

namespace dgctl::cmd {

/// The environment, the files and the programs of this machine.
class Machine : public providers::Surroundings {
 public:
  std::optional<std::string> variable(const std::string& name) override;
  std::optional<std::string> file(const std::string& path) override;
  providers::ProgramEnd run(const std::vector<std::string>& command, std::stop_token stop) override;
};

}  // namespace dgctl::cmd
