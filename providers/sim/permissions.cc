#include <algorithm>

#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/permission_lists.h"
#include "providers/sim/reader.h"

namespace dgctl::providers::sim {
namespace {

/// One entry of `changes`, with the privileges as they are stored.
struct Change {
  std::string principal;        ///< or "":
  std::int64_t deleted_id = 0;  ///< somebody who is no more
  std::vector<std::string> add, remove;
};

/// The kinds of other securables than catalogs are UNVERIFIED.
Refusal not_applicable(const State& state, const Place& place, const std::string& privilege) {
  std::string words = privilege;
  std::replace(words.begin(), words.end(), '_', ' ');
  const std::string kind = kind_code(place);
  return invalid("Privilege " + words + " is not applicable to this entity [" + full_name(place) +
                 ":" + kind + "/" + kind +
                 "_STANDARD]. If this seems unexpected, please check the " +
                 "privilege version of the metastore in use [" +
                 metastore_of(state).privilege_model_version + "].");
}

std::vector<std::string> stored(const State& state,
                                const Place& place,
                                const std::vector<std::string>& privileges) {
  std::vector<std::string> out;
  for (const std::string& privilege : privileges) {
    const std::vector<std::string> names =
        stored_privileges(taker(place), privilege, has_legacy_privileges(state));
    if (names.empty()) throw not_applicable(state, place, privilege);
    out.insert(out.end(), names.begin(), names.end());
  }
  return out;
}

std::vector<std::string> read_privileges(Reader& reader, const char* name) {
  std::vector<std::string> out = reader.texts(name);
  std::transform(out.begin(), out.end(), out.begin(), canonical_privilege);
  return out;
}

void read_who(const State& state, const Place& place, Reader& reader, Change& change) {
  change.deleted_id = reader.number("principal_id", 0);
  const std::string written = reader.text("principal");
  if (written.empty() == (change.deleted_id == 0)) {
    throw invalid(reader.pointer() + ": expected either principal or principal_id");
  }
  if (change.deleted_id == 0) {
    change.principal = find_owner(state, written);
  } else if (!securable(place).grants_of_deleted.contains(change.deleted_id)) {
    throw unknown_principal(state, std::to_string(change.deleted_id));
  }
}

Change read_change(const State& state,
                   const Place& place,
                   const Json& json,
                   const std::string& at) {
  Reader reader(json, at);
  Change change;
  const std::vector<std::string> add = read_privileges(reader, "add");
  const std::vector<std::string> remove = read_privileges(reader, "remove");
  read_who(state, place, reader, change);
  reader.finish();
  change.add = stored(state, place, add);
  change.remove = stored(state, place, remove);
  if (change.deleted_id != 0 && !add.empty()) {
    throw invalid(at + ": nothing can be granted by principal_id");
  }
  // The same word twice; that one implies the other is fine.
  if (std::find_first_of(add.begin(), add.end(), remove.begin(), remove.end()) != add.end()) {
    throw invalid("Duplicate privileges to add and delete for principal " + change.principal + ".");
  }
  return change;
}

/// None at all is none to make: clients that have nothing to change leave it out.
std::vector<Change> read_changes(const State& state, const Place& place, Reader& body) {
  const Json* list = body.find("changes");
  if (list == nullptr) return {};
  std::vector<Change> changes;
  for (const Json& json : list_at(*list, body.at("changes"))) {
    const std::string at = below(body.at("changes"), std::to_string(changes.size()));
    changes.push_back(read_change(state, place, json, at));
  }
  return changes;
}

/// Removing comes before adding. Removing ALL_PRIVILEGES takes what it stands for along.
void apply(Privileges& held, const Change& change) {
  for (const std::string& privilege : change.remove) {
    if (privilege == kAllPrivileges) {
      std::erase_if(held, [](const std::string& p) { return !stands_apart(p); });
    }
    held.erase(privilege);
  }
  held.insert(change.add.begin(), change.add.end());
}

/// Whoever is left without privileges disappears. One principal in two changes: one after the
/// other, which is UNVERIFIED.
void apply(Securable& on, const Change& change) {
  if (change.deleted_id != 0) {
    Privileges& held = on.grants_of_deleted[change.deleted_id];
    apply(held, change);
    if (held.empty()) on.grants_of_deleted.erase(change.deleted_id);
    return;
  }
  Privileges& held = on.grants[change.principal];
  apply(held, change);
  if (held.empty()) on.grants.erase(change.principal);
}

}  // namespace

Response get_permissions(State& state, const Call& call) {
  const Place place = find_securable(state, call, call.parts[0], call.parts[1]);
  const Readable readable = readable_grants(state, call, place);
  return assignments_answer(state, call, direct_assignments(state, call, place, readable));
}

Response update_permissions(State& state, const Call& call) {
  const Place place = find_securable(state, call, call.parts[0], call.parts[1]);
  const Access access(state, call.asker);
  if (!access.can_grant(place)) {
    throw access.sees(place) ? not_an_owner(place) : access.hidden(place);
  }
  const Json json = body_json(call);
  Reader body(json, "");
  const bool omit = body.flag("omit_permissions_in_response");
  const std::vector<Change> changes = read_changes(state, place, body);
  body.finish();
  Securable& on = securable(place);
  for (const Change& change : changes) apply(on, change);
  on.updated = stamp(call);
  if (omit) return answer({});
  return assignments_answer(
      state, call, direct_assignments(state, call, place, {true, std::nullopt}));
}

}  // namespace dgctl::providers::sim
