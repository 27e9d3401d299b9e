#include "providers/sim/permission_lists.h"

#include <algorithm>

#include "providers/sim/find.h"
#include "providers/sim/ids.h"
#include "providers/sim/paging.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::int64_t kLeastPage = 150;

/// Where a principal comes in a listing: at random, but alike on all pages of it.
struct Position {
  std::uint64_t random = 0;
  std::string key;
  bool operator<(const Position& other) const {
    return random != other.random ? random < other.random : key < other.key;
  }
};

Position position(const State& state, const PageToken& token, const std::string& key) {
  return {made_number(state.seed, token.salt, key), key};
}

std::string key_of(const Assignment& assignment) {
  return assignment.principal.empty() ? "#" + std::to_string(assignment.principal_id)
                                      : assignment.principal;
}

struct Placed {
  Position position;
  Assignment assignment;
};

/// What comes after the token, in order.
std::vector<Placed> placed(const State& state,
                           const PageToken& token,
                           std::vector<Assignment> assignments) {
  const bool at_start = token.after.empty();
  const Position start = position(state, token, token.after);
  std::vector<Placed> out;
  for (Assignment& assignment : assignments) {
    const Position at = position(state, token, key_of(assignment));
    if (at_start || start < at) out.push_back({at, std::move(assignment)});
  }
  std::sort(out.begin(), out.end(), [](const Placed& a, const Placed& b) {
    return a.position < b.position;
  });
  return out;
}

/// How many of the principals fit: their privileges within the limit, and one in any case.
std::size_t fitting(const std::vector<Placed>& all, std::size_t limit) {
  std::size_t privileges = 0;
  std::size_t count = 0;
  for (const Placed& item : all) {
    privileges += item.assignment.privileges.size();
    if (count > 0 && privileges > limit) break;
    ++count;
  }
  return count;
}

Json assignment_json(Assignment assignment) {
  Members body;
  put(body, "principal", std::move(assignment.principal));
  if (assignment.principal_id != 0) put(body, "principal_id", assignment.principal_id);
  put(body, "privileges", std::move(assignment.privileges));
  return Json{std::move(body)};
}

void refuse_small_page(const Call& call) {
  const std::int64_t asked = number_parameter(call, "max_results").value_or(0);
  if (asked > 0 && asked < kLeastPage) {
    throw invalid("max_results is " + std::to_string(asked) + "; it is 0, or 150 and more");
  }
}

}  // namespace

Readable readable_grants(const State& state, const Call& call, const Place& place) {
  Readable readable;
  if (const auto principal = text_parameter(call, "principal")) {
    readable.only = find_owner(state, *principal);
  }
  const Access access(state, call.asker);
  readable.everybodys = access.can_grant(place);
  if (readable.everybodys) return readable;
  if (!access.sees(place)) throw access.hidden(place);
  // What others get to see is UNVERIFIED. Whoever is named sees its own by SHOW GRANTS.
  const std::string& others = state.switches.permissions_for_others;
  const bool is_named = readable.only && is_one_of(call.asker, *readable.only);
  if (others == "denied" || (others == "named" && !is_named)) throw not_an_owner(place);
  return readable;
}

bool is_readable(const Readable& readable, const Asker& asker, const std::string& principal) {
  if (readable.only && *readable.only != principal) return false;
  return readable.everybodys || is_one_of(asker, principal);
}

Assignment assignment_of(const State& state, const std::string& principal) {
  const std::optional<Principal> found = find_principal(state, principal);
  return {principal, found ? number_of(found->id) : 0, {}};
}

std::vector<Assignment> direct_assignments(const State& state,
                                           const Call& call,
                                           const Place& place,
                                           const Readable& readable) {
  std::vector<Assignment> out;
  for (const auto& [principal, privileges] : securable(place).grants) {
    if (!is_readable(readable, call.asker, principal)) continue;
    Assignment assignment = assignment_of(state, principal);
    for (const std::string& name : privileges) assignment.privileges.push_back(Json{name});
    out.push_back(std::move(assignment));
  }
  if (!readable.everybodys || readable.only) return out;
  for (const auto& [id, privileges] : securable(place).grants_of_deleted) {
    Assignment assignment{"", id, {}};
    for (const std::string& name : privileges) assignment.privileges.push_back(Json{name});
    out.push_back(std::move(assignment));
  }
  return out;
}

Response assignments_answer(const State& state,
                            const Call& call,
                            std::vector<Assignment> assignments) {
  refuse_small_page(call);
  const PageRequest request = page_request(state, call);
  PageToken next = request.token;
  std::vector<Placed> items = placed(state, request.token, std::move(assignments));
  Page page;
  page.last = items.size();
  if (is_empty_page(state, call, request)) {
    page.last = 0;
    next.was_empty = true;
    page.next_page_token = token_text(call, next);
  } else if (request.is_paged) {
    page.last = fitting(items, static_cast<std::size_t>(request.limit));
    if (page.last < items.size()) {
      next.was_empty = false;
      next.after = items[page.last - 1].position.key;
      page.next_page_token = token_text(call, next);
    }
  }
  List list;
  for (std::size_t i = 0; i < page.last; ++i) {
    list.push_back(assignment_json(std::move(items[i].assignment)));
  }
  Members body;
  put_list(body, "privilege_assignments", std::move(list));
  put_next_page(body, page);
  return answer(std::move(body));
}

}  // namespace dgctl::providers::sim
