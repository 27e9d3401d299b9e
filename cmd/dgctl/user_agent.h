#pragma once

#include <string>

#include "providers/databricks/login/surroundings.h"

namespace dgctl::cmd {

/// "dgctl/0.1.0 lang/cpp-20 os/linux auth/oauth-m2m cicd/github": what requests say of who sends
/// them. Source: databricks-sdk-go useragent.
std::string user_agent(const std::string& strategy, providers::Surroundings& surroundings);

}  // namespace dgctl::cmd
