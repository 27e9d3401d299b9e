#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "providers/sim/call.h"
#include "providers/sim/scim_filter.h"

// Bodies of SCIM requests that change something.

namespace dgctl::providers::sim {

/// 400 invalidSyntax, in the service's words and ours.
Refusal invalid_syntax(const std::string& why);
/// 400 invalidPath, for what a resource has nothing of.
Refusal no_such_attribute(const std::string& attribute);

/// Reads the body of a call, which is JSON; what is wrong in it is invalidSyntax.
void read_scim_body(const Call& call, const std::function<void(const Json&)>& read);

struct ScimOperation {
  enum class Kind { Add, Remove, Replace };
  Kind kind = Kind::Add;
  std::string attribute;             ///< "entitlements"
  std::optional<ScimFilter> filter;  ///< of "entitlements[value eq \"x\"]"
  std::optional<Json> value;
  std::string at;  ///< "/Operations/0"
};

/// The operations of a PATCH. `attributes`: those that can be changed.
std::vector<ScimOperation> read_scim_operations(const Json& body,
                                                const std::vector<std::string>& attributes);

/// [{"value": "x"}] to "x"; an object stands for a list of one, and an empty one for none.
std::vector<std::string> read_scim_values(const Json& json, const std::string& at);

}  // namespace dgctl::providers::sim
