#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/doctor/report.h"
#include "engine/edges/inspector.h"
#include "engine/model/desired.h"
#include "engine/plan/draft.h"

// Whether apply would get through, and what is in its way: a function of what is desired, of the
// plan that this makes, and of what was looked at.

namespace dgctl::engine {

/// All that was looked at.
struct Examined {
  const Desired& desired;
  IdentitySource identity;
  Contact contact;
  Look<Metastore> metastore = Unseen{};
  /// What the workspace answered and the plan that it makes; nothing: it could not be made.
  const Live* live = nullptr;
  const Draft* draft = nullptr;
  std::optional<Unseen> no_plan = {};  ///< why it could not
  std::vector<SecurableFacts> facts = {};
  Look<IpAccess> ip_access = Unseen{};
  Look<bool> account = Unseen{};         ///< only where the account keeps identities
  IdentitySource account_identity = {};  ///< whom the account is asked as, there
  std::string account_name = {};         ///< what that one is called, "" where it is not known
  /// Sinks of the plan in which no secret could be kept, with why and what cures it.
  std::map<std::string, std::string> closed_sinks = {};
};

/// The sinks that a plan writes to: whether it could is to be looked at.
std::vector<std::string> sinks_for_doctor(const Plan& plan);
/// What a plan does not read and this needs: to be read into Live.
std::vector<Lookup> lookups_for_doctor(const Desired& desired, const Plan& plan);
/// What is to be looked at for the rights that a plan takes: all that it touches or could not see,
/// and what that stands in. Of whom administrates the metastore nothing but catalogs.
std::vector<Securable> securables_for_doctor(const Desired& desired,
                                             const Plan& plan,
                                             const Asker& asker,
                                             const Look<Metastore>& metastore);

/// What the workspace says of a catalog that is bound to others only.
inline constexpr const char* kNotBoundHere = "is not accessible in current workspace";

/// The checks, by topic.
std::vector<Check> examine(const Examined& examined);

/// The check that is left where nobody can be logged in as: `what` there is none of, what cures it,
/// and the ways of which one is to be chosen.
Check without_login(const std::string& what,
                    const std::string& cure,
                    const std::vector<std::string>& ways);

// ---- parts of it, for tests

/// Which rights a plan takes that are not there; what cannot be told.
std::vector<Check> check_rights(const Examined& examined);
std::vector<Check> check_catalogs(const Examined& examined);
std::vector<Check> check_principals(const Examined& examined);
std::vector<Check> check_network(const Desired& desired, const Look<IpAccess>& ip_access);
Check check_clock(const Contact& contact);

}  // namespace dgctl::engine
