#include "engine/verify/holdings.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "engine/model/descriptor.h"
#include "engine/model/privileges.h"
#include "engine/sql/statements.h"
#include "engine/verify/failure.h"
#include "engine/verify/gate_words.h"

namespace dgctl::engine {
namespace {

/// Nothing: it was not seen.
std::optional<Principal> owner_of(const Live& live, const Securable& on) {
  const auto* object = reading<Object>(live, ByName{on.type, on.full_name});
  return object == nullptr ? std::nullopt : object->owner;
}

/// Who holds what, and what takes it away.
HeldGrant told(const Holding& holding, const GrantedTo& to) {
  const bool is_own = holding.principal == to.client_id;
  if (holding.privilege.empty()) {
    return {holding.principal + " owns " + called(holding.on) +
                ", and may do everything there; give it another owner",
            {}};
  }
  HeldGrant held;
  held.text = (is_own ? holding.principal + " holds "
                      : "perhaps through " + holding.principal + ", which holds ") +
              called(Gate{holding.on, holding.privilege});
  const bool is_named =
      std::any_of(to.grants.begin(), to.grants.end(), [&](const Granted& granted) {
        return granted.on == holding.on;
      });
  const bool is_all = holding.privilege == kAllPrivileges;
  const InSql sql = grants_in_sql(holding.on, {holding.principal, {}, {holding.privilege}});
  if (!sql.statements.empty()) held.sql = sql.statements.front().text;
  if (is_own && is_named && to.excess == Excess::Revoke) {
    held.text += "; `dgctl apply` takes it away";
    // By itself the statement would take along what the configuration gives.
    if (is_all) {
      held.text += ", and leaves what the configuration gives";
      held.sql.clear();
    } else if (!held.sql.empty()) {
      held.text += ", and so does";
    }
  } else if (is_own && is_named && is_all) {
    held.text +=
        "; what takes it away takes along what the configuration gives there, which `dgctl "
        "apply` gives again";
  } else if (is_own && !is_named) {
    held.text += "; the configuration does not name that, so `dgctl plan` does not show it";
  }
  return held;
}

/// Those through whom a principal may hold a privilege: itself, and groups, which another service
/// principal is not.
std::vector<Principal> holders_of(const Grants& grants,
                                  const std::string& privilege,
                                  const GrantedTo& to) {
  std::vector<Principal> holders;
  for (const auto& [principal, privileges] : grants.direct) {
    const bool may_be_it = principal == to.client_id || !is_uuid(principal);
    if (may_be_it && privileges.contains(privilege)) holders.push_back(principal);
  }
  return holders;
}

Holdings holdings_of(const Gate& gate, const Live& live, const GrantedTo& to) {
  Holdings holdings{gate, {}, true};
  std::vector<Holding> others;
  for (std::optional<Securable> at = gate.on; at; at = parent_of(*at)) {
    const std::optional<Principal> owner = owner_of(live, *at);
    const auto* grants = reading<Grants>(live, GrantsOn{*at});
    if (owner == to.client_id) holdings.all.push_back({to.client_id, *at, {}});
    holdings.is_complete = holdings.is_complete && owner && grants != nullptr;
    if (grants == nullptr) continue;
    for (const std::string& privilege : {gate.privilege, std::string(kAllPrivileges)}) {
      for (const Principal& holder : holders_of(*grants, privilege, to)) {
        (holder == to.client_id ? holdings.all : others).push_back({holder, *at, privilege});
      }
    }
  }
  holdings.all.insert(holdings.all.end(), others.begin(), others.end());
  return holdings;
}

}  // namespace

std::vector<Lookup> lookups_for_holdings(const LiveCheck& check) {
  std::vector<Lookup> lookups;
  for (std::optional<Securable> at = check.on; at; at = parent_of(*at)) {
    lookups.emplace_back(GrantsOn{*at});
    lookups.emplace_back(ByName{at->type, at->full_name});
  }
  return lookups;
}

std::vector<Holdings> holdings_in(const Live& live, const LiveCheck& check, const GrantedTo& to) {
  std::vector<Holdings> all;
  for (const Gate& gate : check.gates) {
    // What the configuration gives keeps nobody out: it is given again.
    if (gate == check.gates.back() || !to.gives(gate)) all.push_back(holdings_of(gate, live, to));
  }
  return all;
}

void explain_excess(CheckResult& result,
                    const std::vector<Holding>& holdings,
                    const GrantedTo& to) {
  bool is_own = false;
  for (const Holding& holding : holdings) {
    // What others hold matters where nothing of its own explains it: it may be one of them.
    if (holding.principal != to.client_id && is_own) break;
    is_own = holding.principal == to.client_id;
    result.held.push_back(told(holding, to));
  }
  if (holdings.empty()) {
    const auto on = sql_securable(result.check.on);
    result.held.push_back(
        {"through what could not be seen: a grant of its own, a group, or as its "
         "owner; whoever may see it asks",
         on ? "SHOW GRANTS ON " + *on : std::string()});
  }
  if (result.judgement == Judgement::Excess) {
    result.remedies.emplace_back("or leave it: `excess: report` takes nothing away");
  }
}

bool is_masked(const CheckResult& result, const GrantedTo& to) {
  const LiveCheck& check = result.check;
  if (check.expected != Expectation::Denied || !result.failure || check.gates.empty()) return false;
  // It failed for another reason than a privilege.
  if (result.judgement == Judgement::Unknown) return true;
  if (result.judgement != Judgement::Passed) return false;
  if (is_denial(*result.failure)) {
    if (is_of_binding(*result.failure)) return true;
    const std::optional<Gate> named = gate_named_in(result.failure->message, check);
    if (!named || *named == check.gates.back()) return false;
    const bool is_of_check =
        std::find(check.gates.begin(), check.gates.end(), *named) != check.gates.end();
    return !is_of_check || to.gives(*named);
  }
  // Who may see it by what the configuration gives, and does not see it, lacks some of that.
  return is_not_found(*result.failure) &&
         std::all_of(check.gates.begin(), std::prev(check.gates.end()), [&](const Gate& gate) {
           return to.gives(gate);
         });
}

void judge_masked(CheckResult& result, const std::vector<Holdings>& holdings, const GrantedTo& to) {
  const auto named = [&](const Holdings& one) {
    return one.gate.on == result.check.on ? words(one.gate) : called(one.gate);
  };
  const auto shut = std::find_if(holdings.begin(), holdings.end(), std::mem_fn(&Holdings::is_shut));
  const auto open = std::find_if_not(holdings.begin(), holdings.end(), [&](const Holdings& one) {
    return !one.all.empty() && one.all.front().principal == to.client_id;
  });
  if (!result.text.empty()) result.text += ", ";
  result.remedies.clear();
  if (shut != holdings.end()) {
    result.judgement = Judgement::Passed;
    result.text += "and " + named(*shut) + " is not held";
  } else if (open == holdings.end()) {
    result.judgement = result.check.excess_is_reported ? Judgement::Excess : Judgement::Failed;
    result.text += "and only that keeps it out: " + named(holdings.back()) + " is held";
    explain_excess(result, holdings.back().all, to);
  } else {
    result.judgement = Judgement::Unknown;
    result.text += "so whether " + named(*open) + " is held does not show";
    result.remedies.emplace_back("mend that, and run it again");
  }
}

}  // namespace dgctl::engine
