#pragma once

#include <string>

namespace dgctl::providers {

inline constexpr const char* kWorkspaceScim = "/api/2.0/preview/scim/v2/";
/// Lets a workspace admin see what the account has and the workspace does not list.
inline constexpr const char* kAccountScim = "/api/2.0/account/scim/v2/";

/// `displayName eq "etl"`. The letter case of the value is the server's business: compare again.
std::string scim_filter(const std::string& attribute, const std::string& value);

}  // namespace dgctl::providers
