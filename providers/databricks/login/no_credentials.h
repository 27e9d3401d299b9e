#pragma once

#include <string>

#include "providers/databricks/login/report.h"
#include "providers/databricks/login/settings.h"

// What is said where nobody can be logged in as. Pure.

namespace dgctl::providers {

/// Why there are no credentials, what was tried, where was looked, and what cures it.
NoCredentials no_credentials(const LoginRequest& request,
                             const Settings& settings,
                             const LoginReport& report);
/// The same as one sentence.
std::string no_credentials_text(const NoCredentials& none);

}  // namespace dgctl::providers
