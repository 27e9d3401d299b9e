#include <algorithm>

#include "engine/model/sink_label.h"
#include "engine/plan/drafting.h"

// Which object of the workspace a desired one is, where not its name but its id identifies it.

namespace dgctl::engine {
namespace {

std::string label_of(const Descriptor& descriptor, const Fields& fields) {
  return full_name(descriptor, fields);
}

}  // namespace

std::string given_id(const Descriptor& descriptor, const Fields& fields) {
  for (const Field& field : descriptor.fields) {
    std::string id = field.is_id ? text_of(fields, field.name) : std::string();
    if (!id.empty()) return id;
  }
  return {};
}

std::string spoken(std::string kind) {
  std::replace(kind.begin(), kind.end(), '_', ' ');
  return kind;
}

std::string id_field(const Descriptor& descriptor) {
  const auto it = std::find_if(descriptor.fields.begin(),
                               descriptor.fields.end(),
                               [](const Field& field) { return field.is_id; });
  return it == descriptor.fields.end() ? "id" : it->name;
}

Securable Drafting::target_of(const DesiredResource& resource) const {
  if (descriptor_of(resource.address.kind).by_id) {
    return {resource.address.kind, resource.address.key};
  }
  return object_of(resource);
}

bool Drafting::is_own(const SinkLabel& label) const {
  return is_label_of(label, in.desired.workspace.host, stack());
}

bool Drafting::is_of_its_principal(const Recorded& secret, const DesiredResource& desired) {
  const std::string id = text_of(secret.fields, "principal");
  const Value* asked = find(desired.fields, "principal");
  if (asked == nullptr) return false;
  const std::optional<Value> principal = known(*asked, desired);
  if (principal && principal->text() != nullptr && *principal->text() == id) return true;
  const std::vector<AttributeRef> refs = references_in(*asked);
  return std::any_of(refs.begin(), refs.end(), [&](const AttributeRef& ref) {
    const DesiredResource* of = wanted_at(ref.of);
    const Recorded* record = of == nullptr ? nullptr : record_of(*of);
    return record != nullptr && record->id == id;
  });
}

void Drafting::note_secrets() {
  for (const DesiredResource* resource : wanted) {
    if (descriptor_of(resource->address.kind).shape != Shape::Secret) continue;
    const Value* principal = find(resource->fields, "principal");
    if (principal == nullptr) continue;
    for (const AttributeRef& ref : references_in(*principal)) {
      secret_of_.emplace(ref.of, resource);
    }
  }
}

void Drafting::assign(const DesiredResource& resource, const Recorded* record) {
  if (record == nullptr || record_of_.contains(&resource) || claimed_.contains(record)) return;
  record_of_.emplace(&resource, record);
  claimed_.insert(record);
}

namespace {

bool has_its_id(const DesiredResource& resource, const Recorded& record) {
  const Descriptor& descriptor = descriptor_of(resource.address.kind);
  const std::string id = given_id(descriptor, resource.fields);
  return !id.empty() && (id == record.id || id == given_id(descriptor, record.fields));
}

bool is_without_id(const DesiredResource& resource) {
  return given_id(descriptor_of(resource.address.kind), resource.fields).empty();
}

bool has_its_label(const DesiredResource& resource, const Recorded& record) {
  const Descriptor& descriptor = descriptor_of(resource.address.kind);
  return is_without_id(resource) &&
         label_of(descriptor, record.fields) == label_of(descriptor, resource.fields);
}

bool has_its_address(const DesiredResource& resource, const Recorded& record) {
  return is_without_id(resource) && resource.address == record.address;
}

bool is_unchanged(const DesiredResource& resource, const Recorded& record) {
  const bool is_unnamed = label_of(descriptor_of(record.address.kind), record.fields).empty();
  return has_its_address(resource, record) && (is_unnamed || has_its_label(resource, record));
}

}  // namespace

/// By the id that is given, then by the label: keys may have changed places. What is left of a
/// record at its own address is the same object under another label.
void Drafting::assign_records() {
  for (const auto fits : {has_its_id, is_unchanged, has_its_label, has_its_address}) {
    for (const DesiredResource* resource : wanted) {
      if (!descriptor_of(resource->address.kind).by_id) continue;
      for (const auto& [address, record] : identified) {
        const bool is_its = address.kind == resource->address.kind && fits(*resource, *record);
        if (is_its) assign(*resource, record);
      }
    }
  }
}

const Recorded* Drafting::record_of(const DesiredResource& resource) const {
  const auto it = record_of_.find(&resource);
  return it == record_of_.end() ? nullptr : it->second;
}

const Resolution& Drafting::resolution_of(const DesiredResource& resource) {
  const auto known = resolutions_.find(&resource);
  if (known != resolutions_.end()) return known->second;
  return resolutions_.emplace(&resource, resolve(resource)).first->second;
}

void Drafting::report_same(const DesiredResource& resource, const DesiredResource& other) {
  if (&other == &resource || (other.existing && resource.existing)) return;
  const std::string place = other.places.empty() ? "" : " at " + to_text(other.places.front());
  problem(resource.places,
          to_string(resource.address) + " is the same " + spoken(resource.address.kind) + " as " +
              to_string(other.address) + place + "; let one block ask for all of it");
}

void Drafting::check_that_objects_differ() {
  std::map<ById, const DesiredResource*> seen;  // by each of its ids
  for (const DesiredResource* resource : wanted) {
    const Descriptor& descriptor = descriptor_of(resource->address.kind);
    if (!descriptor.by_id) continue;
    // What is only named is not read for this.
    const auto resolved = resolutions_.find(resource);
    const Object* live = resolved == resolutions_.end() ? nullptr : resolved->second.live;
    const std::string given =
        given_id(descriptor, live == nullptr ? resource->fields : live->fields);
    for (const std::string& id : {given, live == nullptr ? std::string() : live->id}) {
      if (id.empty()) continue;
      const auto at = seen.emplace(ById{descriptor.kind, id}, resource).first;
      report_same(*resource, *at->second);
    }
  }
}

namespace {

Resolution resolution_from(const Lookup& lookup, const ReadResult* result) {
  Resolution resolution;
  resolution.lookup = lookup;
  if (result == nullptr) return resolution;
  if (const auto* object = found_in<Object>(result)) {
    resolution.presence = Presence::Found;
    resolution.live = object;
  } else {
    const bool is_hidden = std::holds_alternative<Hidden>(*result);
    resolution.presence = is_hidden ? Presence::Hidden : Presence::Absent;
  }
  return resolution;
}

}  // namespace

Resolution Drafting::resolve_given(const DesiredResource& resource, const std::string& id) {
  const Descriptor& descriptor = descriptor_of(resource.address.kind);
  const Lookup lookup = ById{descriptor.kind, id};
  Resolution resolution = resolution_from(lookup, view.get(lookup));
  const bool is_drift = in.drift && record_of(resource) != nullptr;
  if (resolution.presence == Presence::Absent && !resource.existing && !is_drift) {
    problem(resource.places,
            "no " + spoken(descriptor.kind) + " has the " + id_field(descriptor) + " '" + id + "'");
    resolution.presence = Presence::Pending;
  }
  return resolution;
}

Resolution Drafting::resolve(const DesiredResource& resource) {
  const Descriptor& descriptor = descriptor_of(resource.address.kind);
  const std::string given = given_id(descriptor, resource.fields);
  if (!given.empty()) return resolve_given(resource, given);
  if (const Recorded* record = record_of(resource)) {
    const Lookup lookup = ById{descriptor.kind, record->id};
    Resolution resolution = resolution_from(lookup, view.get(lookup));
    if (resolution.presence != Presence::Absent || in.drift) return resolution;
  }
  const ReadResult* sink = in_sink_of(resource);
  const bool waits = secret_of_.contains(resource.address) && sink == nullptr;
  const auto* label = found_in<SinkLabel>(sink);
  Resolution by_label = resolve_by_label(resource);
  if (waits) return {};
  if (label != nullptr && is_own(*label)) {
    const Lookup lookup = ById{descriptor.kind, label->client_id};
    Resolution resolution = resolution_from(lookup, view.get(lookup));
    if (resolution.presence != Presence::Absent) return resolution;
  }
  if (by_label.presence == Presence::Found && !descriptor.label_is_unique) {
    report_bearers(resource, *found_in<Objects>(view.peek(by_label.lookup)));
    return {};
  }
  return by_label;
}

const ReadResult* Drafting::in_sink_of(const DesiredResource& principal) {
  const auto secret = secret_of_.find(principal.address);
  if (secret == secret_of_.end()) return nullptr;
  return view.get(InSink{text_of(secret->second->fields, "sink")});
}

Resolution Drafting::resolve_by_label(const DesiredResource& resource) {
  const Descriptor& descriptor = descriptor_of(resource.address.kind);
  Resolution resolution;
  resolution.lookup = ByName{descriptor.kind, label_of(descriptor, resource.fields)};
  const ReadResult* result = view.get(resolution.lookup);
  if (result == nullptr) return resolution;
  const auto* bearers = found_in<Objects>(result);
  if (bearers == nullptr) {
    const bool is_hidden = std::holds_alternative<Hidden>(*result);
    resolution.presence = is_hidden ? Presence::Hidden : Presence::Absent;
  } else if (descriptor.label_is_unique && bearers->size() > 1) {
    report_bearers(resource, *bearers);
  } else {
    resolution.presence = Presence::Found;
    resolution.live = &bearers->front();
  }
  return resolution;
}

void Drafting::report_bearers(const DesiredResource& resource, const Objects& bearers) {
  const Descriptor& descriptor = descriptor_of(resource.address.kind);
  const std::string field = id_field(descriptor);
  std::string ids;
  for (const Object& bearer : bearers) {
    const std::string id = text_of(bearer.fields, field);
    ids += (ids.empty() ? "" : ", ") + (id.empty() ? bearer.id : id);
  }
  problem(resource.places,
          "a " + spoken(descriptor.kind) + " named '" + label_of(descriptor, resource.fields) +
              (resource.existing ? "' is not the only one: "
                                 : "' exists already and is not this stack's: ") +
              ids + "; write " + field +
              (resource.existing ? " to say which one is meant"
                                 : " to take one over, or another name"));
}

std::string_view Drafting::principal_text(const Value& principal, const DesiredResource& of) {
  if (const std::string* text = principal.text()) return *text;
  const std::vector<AttributeRef> refs = references_in(principal);
  if (refs.empty()) return {};
  const auto cached = principal_texts_.find(refs.front());
  if (cached != principal_texts_.end()) return cached->second;
  const std::optional<Value> value = known(principal, of);
  if (!value) return {};
  std::string text;
  if (value->text() != nullptr) {
    text = *value->text();
    known_principals_.insert(text);
  } else {
    text = "${" + to_string(refs.front().of) + "." + refs.front().field + "}";
    made_principals_.emplace(text, *value);
  }
  return principal_texts_.emplace(refs.front(), std::move(text)).first->second;
}

const Value* Drafting::made_principal(std::string_view text) const {
  const auto it = made_principals_.find(text);
  return it == made_principals_.end() ? nullptr : &it->second;
}

}  // namespace dgctl::engine
