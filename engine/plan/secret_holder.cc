#include <algorithm>

#include "engine/model/sink_label.h"
#include "engine/plan/secret_lives.h"

// Who may have a secret: no administrator unless that is written, nobody whom an identity provider
// manages; and where it may be kept.

namespace dgctl::engine {
namespace {

const DesiredResource* principal_of(const Drafting& d, const DesiredResource& secret) {
  const std::vector<AttributeRef> refs = references_in(*find(secret.fields, "principal"));
  return refs.empty() ? nullptr : d.wanted_at(refs.front().of);
}

/// The entry by which the configuration says how privileged a principal is, or nullptr.
const DesiredResource* level_of(const Drafting& d, const DesiredResource* principal) {
  const auto it = std::find_if(d.wanted.begin(), d.wanted.end(), [&](const DesiredResource* entry) {
    if (descriptor_of(entry->address.kind).privileged_level.empty()) return false;
    const std::vector<AttributeRef> refs = references_in(level_entry_of(entry->fields).principal);
    return principal != nullptr && !refs.empty() && refs.front().of == principal->address;
  });
  return it == d.wanted.end() ? nullptr : *it;
}

bool is_privileged(const Resource& entry) {
  return text_of(entry.fields, "level") == descriptor_of(entry.address.kind).privileged_level;
}

/// Why the configuration makes the principal an administrator, or "".
std::string why_made_privileged(const DesiredResource* level) {
  if (level == nullptr || !is_privileged({level->address, level->fields})) return {};
  return to_string(level->address) + " makes it an administrator";
}

/// Whether this plan takes that level away: then it is an administrator no more.
bool is_demoted(const Drafting& d, const DesiredResource* level) {
  return level != nullptr &&
         std::any_of(d.drafted.begin(), d.drafted.end(), [&](const Drafted& drafted) {
           const auto* update = std::get_if<Update>(&drafted.change);
           return update != nullptr && update->live.address == level->address &&
                  is_privileged(update->live);
         });
}

/// Why what is there is an administrator, or "". Nothing: not read yet.
std::optional<std::string> why_privileged(Drafting& d, const Object& live, const Fields& fields) {
  for (const Field& field : descriptor_of(live.kind).fields) {
    const Privileges members = members_of(find(live.fields, field.name));
    for (const std::string& member : field.privileged_values) {
      if (members.contains(member)) return "it is an administrator (" + member + ")";
    }
  }
  const ReadResult* result = d.view.get(Runner{});
  if (result == nullptr) return std::nullopt;
  const auto* runner = found_in<Identity>(result);
  const bool is_runner = runner != nullptr && runner->name == text_of(fields, "client_id");
  return is_runner ? "it is the identity that dgctl runs as" : "";
}

/// Whether the principal may log in, which proves a secret.
bool is_active(const DesiredResource* principal, const Object* live) {
  const Value* active = principal == nullptr ? nullptr : find(principal->fields, "active");
  if (active == nullptr && live != nullptr) active = find(live->fields, "active");
  return active == nullptr || *active != Value(false);
}

/// The field by which an identity provider claims what is there, or nullptr.
const Field* claimed_by(const Object& live) {
  for (const Field& field : descriptor_of(live.kind).fields) {
    if (field.foreign_when_set && !text_of(live.fields, field.name).empty()) return &field;
  }
  return nullptr;
}

}  // namespace

std::string holder_of(const Drafting& drafting,
                      const DesiredResource& secret,
                      const Fields& fields) {
  const std::string client_id = text_of(fields, "client_id");
  if (!client_id.empty()) return "service principal " + client_id;
  const DesiredResource* principal = principal_of(drafting, secret);
  return principal == nullptr ? "the service principal" : to_string(principal->address);
}

bool is_sink_own(Drafting& d, const DesiredResource& secret, const ReadResult& sink) {
  const std::string name = text_of(secret.fields, "sink");
  if (const auto* hidden = std::get_if<Hidden>(&sink)) {
    d.problem(secret.places, hidden->reason);
    return false;
  }
  const auto* label = found_in<SinkLabel>(&sink);
  if (label == nullptr || d.is_own(*label)) return true;
  d.problem(secret.places,
            "the sink " + name + " " + held_by_another(*label) + ", this is " + d.stack() + " on " +
                d.in.desired.workspace.host +
                "; it is never overwritten: name another sink here, or move that away");
  return false;
}

bool may_hold_secret(Drafting& drafting, const DesiredResource& secret, const Fields& fields) {
  const DesiredResource* principal = principal_of(drafting, secret);
  const Object* live = principal == nullptr ? nullptr : drafting.resolution_of(*principal).live;
  if (const Field* field = live == nullptr ? nullptr : claimed_by(*live)) {
    drafting.problem(secret.places,
                     "no secret can be made for " + holder_of(drafting, secret, fields) +
                         ": an identity provider manages it (" + field->name + " " +
                         text_of(live->fields, field->name) +
                         "); take 'secret' out here, or use one that Databricks manages");
    return false;
  }
  if (!is_active(principal, live)) {
    drafting.problem(secret.places,
                     "no secret is made for " + holder_of(drafting, secret, fields) +
                         ": it is not active, so that nobody could log in with it; write 'active: "
                         "true', or take 'secret' out");
    return false;
  }
  const Value* allowed = find(fields, "allow_privileged");
  if (allowed != nullptr && *allowed == Value(true)) return true;
  const DesiredResource* level = level_of(drafting, principal);
  std::optional<std::string> why = why_made_privileged(level);
  if (why->empty() && live != nullptr) why = why_privileged(drafting, *live, fields);
  if (!why) return false;
  if (why->empty()) return true;
  if (!drafting.in.rotation && is_demoted(drafting, level)) {
    drafting.out.plan.warnings.push_back(holder_of(drafting, secret, fields) +
                                         " gets its secret once it is no administrator any more; "
                                         "run again after this");
    return false;
  }
  drafting.problem(secret.places,
                   "no secret is made for " + holder_of(drafting, secret, fields) + ": " + *why +
                       "; write 'allow_privileged: true' if that is meant");
  return false;
}

}  // namespace dgctl::engine
