#pragma once

#include <optional>
#include <string>
#include <vector>

namespace dgctl::providers {

/// A way to log in that is not the one, and why.
struct LoginAttempt {
  std::string strategy;  ///< "oauth-m2m", as auth_type names it
  std::string lacks;     ///< "DATABRICKS_CLIENT_SECRET"; "" of the one that is used
  bool is_ours = true;   ///< false: it is configured, and dgctl does not have it
};

/// Why nobody can be logged in as, and what cures it.
struct NoCredentials {
  std::string what;                  ///< "no credentials for HOST: looked at …"
  std::string cure;                  ///< what is to be done, of one of `ways`
  std::vector<std::string> ways;     ///< "pat lacks DATABRICKS_TOKEN"
  bool has_fitting_profile = false;  ///< `cure` is to name that
};

/// Which identity requests are made as, and from where that is known. Holds no secret.
struct LoginReport {
  std::string host;              ///< "https://…"; "": none is named
  std::string host_from;         ///< "workspace.host", "DATABRICKS_HOST", "profile 'prod' of …"
  std::string strategy;          ///< "pat"; "": there are no credentials
  std::string credentials_from;  ///< "DATABRICKS_TOKEN", "profile 'prod' of ~/.databrickscfg"
  std::string client_id;         ///< of a service principal, where the strategy has it
  std::string profile;           ///< the one that was read; "": none
  std::string file;              ///< where profiles are looked for: "~/.databrickscfg"
  bool file_exists = false;
  std::vector<LoginAttempt> tried;    ///< in their order, up to the one that is used
  std::optional<NoCredentials> none;  ///< where there is no strategy
};

}  // namespace dgctl::providers
