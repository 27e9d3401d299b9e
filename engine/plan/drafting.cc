#include "engine/plan/drafting.h"

#include <algorithm>

#include "engine/model/overloaded.h"
#include "engine/plan/drift_notes.h"

namespace dgctl::engine {
namespace {

template <class Test>
bool any_around(Securable securable, Test test) {
  for (std::optional<Securable> at = std::move(securable); at; at = parent_of(*at)) {
    if (test(*at)) return true;
  }
  return false;
}

/// What ties a block of the configuration to what is recorded, without looking at the workspace: of
/// what bears a name of its own that, else the address.
NaturalKey block_key(const Address& address, const Fields& fields) {
  const Descriptor& descriptor = descriptor_of(address.kind);
  const bool is_named = descriptor.shape == Shape::Object && !descriptor.by_id;
  if (is_named) return natural_key(address, fields);
  return {address.kind, address.key};
}

std::string what_instead(const Absent& absent) {
  if (!absent.hint.empty()) return "; " + absent.hint;
  return absent.near.empty() ? std::string() : "; did you mean '" + absent.near.front() + "'?";
}

}  // namespace

Securable object_of(const DesiredResource& resource) {
  return {resource.address.kind, full_name(descriptor_of(resource.address.kind), resource.fields)};
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

void Drafting::note_records() {
  for (const auto& [address, record] : in.state.resources) {
    const Descriptor& descriptor = descriptor_of(address.kind);
    if (descriptor.shape != Shape::Object) continue;
    if (descriptor.by_id) {
      identified.emplace(address, &record);
    } else {
      recorded.emplace(natural_key(address, record.fields), &record);
    }
  }
}

Drafting::Drafting(const PlanInput& input) : in(input), view(input.live) {
  note_records();
  if (in.destroy) {
    for (const DesiredResource& resource : in.desired.resources)
      to_be_destroyed_.emplace(block_key(resource.address, resource.fields), &resource);
    return;
  }
  wanted.reserve(in.desired.resources.size());
  for (const DesiredResource& resource : in.desired.resources) {
    wanted.push_back(&resource);
    const Descriptor& descriptor = descriptor_of(resource.address.kind);
    if (descriptor.shape != Shape::Object || descriptor.by_id) continue;
    const NaturalKey key = natural_key(resource.address, resource.fields);
    if (resource.existing) {
      existing.insert(key);
    } else {
      managed.emplace(key, &resource);
    }
  }
  const auto before = [](const auto* a, const auto* b) { return a->address < b->address; };
  if (!std::is_sorted(wanted.begin(), wanted.end(), before)) {
    std::sort(wanted.begin(), wanted.end(), before);
  }
  note_secrets();
  assign_records();
  make_room();
}

const DesiredResource* Drafting::wanted_at(const Address& address) const {
  const auto it = std::lower_bound(
      wanted.begin(),
      wanted.end(),
      address,
      [](const DesiredResource* resource, const Address& key) { return resource->address < key; });
  return it == wanted.end() || (*it)->address != address ? nullptr : *it;
}

const DesiredResource* Drafting::block_of(const Recorded& record) const {
  const auto it = to_be_destroyed_.find(block_key(record.address, record.fields));
  return it == to_be_destroyed_.end() ? nullptr : it->second;
}

bool Drafting::is_released(const Address& address) const {
  const auto& released = in.choices.release;
  return std::find(released.begin(), released.end(), address) != released.end();
}

bool Drafting::is_protected(const Recorded& record) const {
  if (is_released(record.address)) return false;
  const DesiredResource* block = block_of(record);
  return block == nullptr ? record.prevent_destroy : block->prevent_destroy;
}

bool Drafting::is_forced(const Recorded& record) const {
  const DesiredResource* block = block_of(record);
  return block == nullptr ? record.force_destroy : block->force_destroy;
}

const Recorded* Drafting::recorded_of(const NaturalKey& key) const {
  const auto it = recorded.find(key);
  return it == recorded.end() ? nullptr : it->second;
}

bool Drafting::is_remade(const Securable& securable) const {
  if (replaced.empty()) return false;
  return any_around(securable, [&](const Securable& s) { return replaced.contains(s); });
}

bool Drafting::is_deleted(const Securable& securable) const {
  if (deleted.empty()) return false;
  return any_around(securable, [&](const Securable& s) { return deleted.contains(s); });
}

const DesiredResource* Drafting::managed_around(const Securable& securable) const {
  const DesiredResource* found = nullptr;
  if (managed.empty()) return found;
  any_around(securable, [&](const Securable& s) {
    const auto it = managed.find({s.type, s.full_name});
    if (it == managed.end()) return false;
    found = it->second;
    return true;
  });
  return found;
}

Presence Drafting::presence_of(const Securable& object) {
  if (is_remade(object)) return Presence::Absent;
  const auto known = presence_.find(object);
  if (known != presence_.end()) return known->second;
  // What stands in something that may have to be made first is not asked for in vain, unless the
  // last apply left it there.
  const std::optional<Securable> parent = parent_of(object);
  if (parent && recorded_of({object.type, object.full_name}) == nullptr &&
      managed.contains({parent->type, parent->full_name})) {
    const Presence around = presence_of(*parent);
    if (around != Presence::Found) return around;
  }
  const ReadResult* result = view.get(ByName{object.type, object.full_name});
  if (result == nullptr) return Presence::Pending;
  const Presence presence = std::visit(Overloaded{
                                           [](const Found&) { return Presence::Found; },
                                           [](const Absent&) { return Presence::Absent; },
                                           [](const Hidden&) { return Presence::Hidden; },
                                       },
                                       *result);
  presence_.emplace(object, presence);
  return presence;
}

bool Drafting::check_principal(const Principal& principal,
                               const std::vector<Place>& places,
                               bool local_too) {
  const ReadResult* result = view.get(WhoIs{principal});
  if (result == nullptr) return false;
  if (const auto* absent = std::get_if<Absent>(result)) {
    // Told once, where the configuration introduces it.
    const auto& all = in.desired.principals;
    const auto it = std::find_if(all.begin(), all.end(), [&](const DesiredPrincipal& candidate) {
      const std::string* name = candidate.principal.text();
      return name != nullptr && *name == principal && !candidate.places.empty();
    });
    if (!unknown_.insert(principal).second) return true;
    problem(it == all.end() ? places : it->places,
            "principal '" + principal + "' does not exist" + what_instead(*absent));
  } else if (const auto* not_seen = std::get_if<Hidden>(result)) {
    out.plan.warnings.push_back("whether principal '" + principal +
                                "' exists cannot be seen: " + not_seen->reason);
  } else if (const auto* identity = found_in<Identity>(result)) {
    if (identity->workspace_local && !local_too) {
      problem(places,
              "group '" + principal +
                  "' is local to the workspace, which no grant can name; use a group of "
                  "the account");
    } else if (!identity->active) {
      out.plan.warnings.push_back("principal '" + principal + "' is deactivated");
    }
  }
  return true;
}

bool Drafting::is_recorded_principal(std::string_view name) {
  if (!recorded_principals_) {
    recorded_principals_.emplace();
    for (const auto& [address, record] : in.state.resources) {
      const Descriptor& descriptor = descriptor_of(address.kind);
      for (const Field& field : descriptor.fields) {
        if (descriptor.shape == Shape::Object && field.is_id)
          recorded_principals_->insert(text_of(record.fields, field.name));
      }
      if (descriptor.shape == Shape::Entry)
        recorded_principals_->insert(text_of(record.fields, "principal"));
    }
  }
  return recorded_principals_->contains(name);
}

std::optional<Value> Drafting::resolved(const KnownAfter& later, const DesiredResource& resource) {
  KnownAfter rest;
  for (const auto& part : later.parts) {
    const auto* ref = std::get_if<AttributeRef>(&part);
    if (ref == nullptr) {
      rest.parts.push_back(part);
      continue;
    }
    std::optional<Value> value = referred_to(*ref, resource);
    if (!value) return std::nullopt;
    if (later.parts.size() == 1) return value;
    if (std::holds_alternative<KnownAfter>(value->is)) {
      rest.parts.push_back(part);
    } else {
      rest.parts.emplace_back(scalar_text(*value));
    }
  }
  const bool known = std::all_of(rest.parts.begin(), rest.parts.end(), [](const auto& part) {
    return std::holds_alternative<std::string>(part);
  });
  if (!known) return rest;
  std::string text;
  for (const auto& part : rest.parts) text += std::get<std::string>(part);
  return text;
}

/// Once, however much refers to it.
void Drafting::report_unseen(const DesiredResource& of, const Lookup& lookup) {
  const ReadResult* result = view.peek(lookup);
  const auto* hidden = result == nullptr ? nullptr : std::get_if<Hidden>(result);
  std::string message = "whether " + to_string(of.address) + " is there may not be seen";
  if (hidden != nullptr) {
    if (!hidden->reason.empty()) message += ": " + hidden->reason;
    if (!hidden->needs.empty()) message += "; it takes " + hidden->needs;
  }
  problem(of.places, message);
  out.is_denied = true;
}

std::optional<Value> Drafting::referred_to(const AttributeRef& ref,
                                           const DesiredResource& resource) {
  const DesiredResource& of = *wanted_at(ref.of);
  const bool by_id = descriptor_of(of.address.kind).by_id;
  const Securable object = object_of(of);
  const Presence presence = by_id ? resolution_of(of).presence : presence_of(object);
  if (presence == Presence::Pending) return std::nullopt;
  const std::string named = to_string(ref.of) + ", to which a value refers, ";
  if (presence == Presence::Hidden) {
    const Lookup lookup =
        by_id ? resolution_of(of).lookup : Lookup(ByName{object.type, object.full_name});
    report_unseen(of, lookup);
  }
  const bool is_told = descriptor_of(of.address.kind).label_is_unique;  // where it is named
  if (presence == Presence::Absent && of.existing && !is_told) {
    problem(resource.places, named + "does not exist");
  }
  if (presence != Presence::Found) return KnownAfter{{ref}};
  const Object* live = by_id ? resolution_of(of).live
                             : found_in<Object>(view.get(ByName{object.type, object.full_name}));
  const Value* value = find(live->fields, ref.field);
  if (value != nullptr) return *value;
  problem(resource.places, named + "has no " + ref.field);
  return Value();
}

std::optional<Value> Drafting::resolved(const Value& value, const DesiredResource& resource) {
  if (const auto* later = std::get_if<KnownAfter>(&value.is)) return resolved(*later, resource);
  if (const List* list = value.list()) {
    List all;
    for (const Value& item : *list) {
      std::optional<Value> known = resolved(item, resource);
      if (!known) return std::nullopt;
      all.push_back(std::move(*known));
    }
    return all;
  }
  if (const Fields* fields = value.fields()) {
    Fields all;
    for (const auto& [name, item] : *fields) {
      std::optional<Value> known = resolved(item, resource);
      if (!known) return std::nullopt;
      all.emplace(name, std::move(*known));
    }
    return all;
  }
  return value;
}

std::optional<Fields> Drafting::resolved(const DesiredResource& resource) {
  if (resource.needs.empty()) return resource.fields;  // nothing refers to anything
  std::optional<Value> known = resolved(Value(resource.fields), resource);
  if (!known) return std::nullopt;
  return std::get<Fields>(std::move(known->is));
}

bool Drafting::is_ignored(const DesiredResource& resource,
                          const std::string& field,
                          const Value* live,
                          const Value* desired) {
  if (exception_of(*this, &resource, field) != Exception::Active) return false;
  const IgnoredChange& ignore = *exception_to(&resource, field);
  Ignored ignored{resource.address, field, ignore.because, ignore.until, {}, {}};
  if (live != nullptr) ignored.live = *live;
  if (desired != nullptr) ignored.desired = *desired;
  out.plan.ignored.push_back(std::move(ignored));
  return true;
}

void Drafting::note_hidden(const Lookup& lookup, const Address& affected) {
  const ReadResult* result = view.peek(lookup);
  const auto* told = result == nullptr ? nullptr : std::get_if<Hidden>(result);
  const Hidden hidden = told == nullptr ? Hidden{"", "what it stands in is hidden"} : *told;
  auto& all = out.plan.hidden;
  const auto it = std::find_if(
      all.begin(), all.end(), [&](const HiddenRead& read) { return read.lookup == lookup; });
  if (it != all.end()) {
    const auto& affects = it->affects;
    if (std::find(affects.begin(), affects.end(), affected) != affects.end()) return;
    it->affects.push_back(affected);
  } else {
    all.push_back({lookup, hidden.needs, hidden.reason, {affected}});
  }
}

void Drafting::note_unshown(const Lookup& lookup,
                            const std::vector<std::string>& fields,
                            const Address& affected) {
  const std::string reason = "it is shown to this identity without " + joined(fields);
  auto& all = out.plan.hidden;
  const bool is_told = std::any_of(all.begin(), all.end(), [&](const HiddenRead& read) {
    return read.lookup == lookup && read.reason == reason;
  });
  if (!is_told) all.push_back({lookup, {}, reason, {affected}});
}

void Drafting::warn(const std::vector<Place>& places, const std::string& message) {
  const std::string where = places.empty() ? std::string() : to_text(places.front()) + ": ";
  out.plan.warnings.push_back(where + message);
}

void Drafting::problem(const std::vector<Place>& places, const std::string& message) {
  const Diagnostic diagnostic{Severity::Error, places.empty() ? Place{} : places.front(), message};
  auto& all = out.problems;
  if (std::find(all.begin(), all.end(), diagnostic) == all.end()) all.push_back(diagnostic);
}

Address Drafting::spare_address(const Recorded& record) const {
  const Descriptor& descriptor = descriptor_of(record.address.kind);
  std::vector<std::string> parts;
  if (descriptor.shape == Shape::Entry) {
    parts = {text_of(record.fields, descriptor.has_levels ? "object" : "securable"),
             text_of(record.fields, "principal")};
  } else if (descriptor.shape == Shape::Secret || descriptor.by_id) {
    parts = {record.id.empty() ? record.address.key + "~" : record.id};
  } else {
    parts = {full_name(descriptor, record.fields)};
  }
  Address address{record.address.kind, make_key(parts)};
  while (wanted_at(address) != nullptr || in.state.resources.contains(address)) {
    parts.back() += "~";
    address.key = make_key(parts);
  }
  return address;
}

Address Drafting::address_now(const Address& was) const {
  const auto it = made_room_.find(was);
  return it == made_room_.end() ? was : it->second;
}

/// Whether two resources at one address are one thing in the workspace.
bool Drafting::is_same_thing(const Recorded& record, const DesiredResource& resource) {
  const Descriptor& descriptor = descriptor_of(record.address.kind);
  if (descriptor.by_id) return record_of(resource) == &record;
  if (descriptor.shape == Shape::Object) {
    return full_name(descriptor, record.fields) == full_name(descriptor, resource.fields);
  }
  const auto equal = [&](const char* name) {
    const Value* left = find(record.fields, name);
    const Value* right = find(resource.fields, name);
    if (left == nullptr || right == nullptr) return false;
    if (*left == *right) return true;
    if (!std::holds_alternative<KnownAfter>(right->is)) return false;
    const std::optional<Value> value = known(*right, resource);
    return !value || *left == *value;  // not read yet: the draft is made again
  };
  if (descriptor.shape == Shape::Secret) return is_of_its_principal(record, resource);
  return equal(descriptor.has_levels ? "object" : "securable") && equal("principal");
}

void Drafting::move_aside(const Recorded& record) {
  Recorded moved = record;
  moved.address = spare_address(record);
  made_room_.emplace(record.address, moved.address);
  out.plan.relocations.emplace_back(Remove{record.address});
  out.plan.relocations.emplace_back(Put{moved});
}

/// What is recorded at an address makes room where the configuration gives that to another object.
void Drafting::make_room() {
  auto it = in.state.resources.begin();
  for (const DesiredResource* resource : wanted) {
    if (descriptor_of(resource->address.kind).shape != Shape::Object) continue;
    while (it != in.state.resources.end() && it->first < resource->address) ++it;
    if (it == in.state.resources.end()) return;
    if (it->first != resource->address || is_same_thing(it->second, *resource)) continue;
    move_aside(it->second);
  }
}

void Drafting::make_room_for_entries() {
  auto it = in.state.resources.begin();
  for (const DesiredResource* resource : wanted) {
    if (descriptor_of(resource->address.kind).shape == Shape::Object) continue;
    while (it != in.state.resources.end() && it->first < resource->address) ++it;
    if (it == in.state.resources.end()) return;
    if (it->first != resource->address || is_same_thing(it->second, *resource)) continue;
    move_aside(it->second);
  }
}

}  // namespace dgctl::engine
