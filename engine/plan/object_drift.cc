#include <algorithm>

#include "engine/plan/compare.h"
#include "engine/plan/drift_notes.h"

// What moved of objects: each that is recorded, as the workspace has it now.

namespace dgctl::engine {
namespace {

/// What an object is found as, without regard to what the plan would make of it.
struct Sighting {
  bool is_known = false;         ///< false: not read yet, or not to be seen
  const Object* live = nullptr;  ///< nullptr, and known: it is gone
};

Sighting sighting_of(const ReadResult* result) {
  if (result == nullptr || std::holds_alternative<Hidden>(*result)) return {};
  return {true, found_in<Object>(result)};
}

bool is_compared(const Field& field) {
  return !field.is_name && !field.is_id && !field.is_volatile && field.written != Written::Never;
}

std::string counted(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

class ObjectDrift {
 public:
  ObjectDrift(Drafting& drafting, const Recorded& record, const DesiredResource* desired)
      : d_(drafting),
        record_(record),
        desired_(desired),
        descriptor_(descriptor_of(record.address.kind)),
        name_(full_name(descriptor_, record.fields)),
        note_(drafting,
              desired == nullptr ? drafting.address_now(record.address) : desired->address,
              desired) {
    note_.recorded_as(record.address);
    note_.named(name_);
  }

  void run() {
    const Sighting sighting = descriptor_.by_id ? by_id() : by_name();
    if (!sighting.is_known) return;
    if (sighting.live == nullptr) return vanish();
    if (desired_ == nullptr && d_.is_protected(record_)) {
      note_.remedied(Remedy::Left, kStaysProtected);
    }
    if (desired_ != nullptr) {
      std::optional<Fields> wanted = d_.resolved(*desired_);
      if (!wanted) return;
      wanted_ = std::move(*wanted);
    }
    for (const Field& field : descriptor_.fields) compare_field(field, *sighting.live);
    // Of what is asked for that is told with the plan.
    if (!unshown_.empty() && desired_ == nullptr) {
      d_.note_unshown(
          ById{record_.address.kind, record_.id}, unshown_, d_.address_now(record_.address));
    }
    note_.finish();
  }

 private:
  Sighting by_id() { return read(ById{record_.address.kind, record_.id}); }

  /// What nobody asks for any more is read here only: that it may not be seen is told here.
  Sighting read(const Lookup& lookup) {
    const ReadResult* result = d_.view.get(lookup);
    const bool is_hidden = result != nullptr && std::holds_alternative<Hidden>(*result);
    if (is_hidden && desired_ == nullptr) {
      d_.note_hidden(lookup, d_.address_now(record_.address));
    }
    return sighting_of(result);
  }

  Sighting by_name() {
    const Lookup itself = ByName{descriptor_.kind, name_};
    if (d_.view.peek(itself) != nullptr) return read(itself);
    // What stood in something that is gone is gone as well, and is not asked for.
    for (auto at = parent_of({descriptor_.kind, name_}); at; at = parent_of(*at)) {
      const ReadResult* around = d_.view.peek(ByName{at->type, at->full_name});
      if (around != nullptr && std::holds_alternative<Absent>(*around)) return {true, nullptr};
    }
    return read(itself);
  }

  void vanish() {
    if (descriptor_.by_id && desired_ != nullptr) {
      const ReadResult* named = d_.view.get(ByName{descriptor_.kind, name_});
      if (named == nullptr) return;
      const auto* bearers = found_in<Objects>(named);
      if (bearers != nullptr && !desired_->adopt) {
        note_.remedied(Remedy::Blocked, "another one of that name is there, and none of ours");
      }
    }
    d_.vanished.add(record_);
    const Mover mover = desired_ == nullptr ? Mover::Both : Mover::Workspace;
    note_.whole(DriftClass::Vanished, what_went_along(), mover);
  }

  /// "with it: 9 grants, 1 permission", or "".
  [[nodiscard]] std::string what_went_along() const {
    Vanished alone;
    alone.add(record_);
    std::map<std::string, std::size_t> kinds;
    for (const auto& [address, other] : d_.in.state.resources) {
      if (alone.took_along(other) && !is_told_further_in(other)) ++kinds[address.kind];
    }
    std::string text;
    for (const auto& [kind, n] : kinds) {
      text += (text.empty() ? "with it: " : ", ") + counted(n, spoken(kind));
    }
    return text;
  }

  /// Whether what went along is told of another object that is gone: of a schema's grants with the
  /// schema, not once more with its catalog or with whoever had them.
  [[nodiscard]] bool is_told_further_in(const Recorded& other) const {
    const Descriptor& descriptor = descriptor_of(other.address.kind);
    if (descriptor.has_levels || descriptor.shape == Shape::Secret) return false;
    for (std::optional<Securable> at = entry_of(other.fields).on; at; at = parent_of(*at)) {
      const Recorded* object = d_.recorded_of({at->type, at->full_name});
      if (object == nullptr) continue;
      if (!descriptor_.by_id) return object != &record_;
      const ReadResult* result = d_.view.peek(ByName{at->type, at->full_name});
      return result != nullptr && std::holds_alternative<Absent>(*result);
    }
    return false;
  }

  void compare_field(const Field& field, const Object& live) {
    const Value* was = find(record_.fields, field.name);
    if (was == nullptr || !is_compared(field)) return;
    const Value* wanted = find(wanted_, field.name);
    if (desired_ != nullptr && wanted == nullptr) return;  // no longer managed
    const Value* is = find(live.fields, field.name);
    if (is_unshown(is)) return unshown_.push_back(field.name);
    if (field.set_like) return compare_members(field, members_of(was), members_of(is), wanted);
    if (same(field, was, is)) return;
    FieldDrift drift;
    drift.field = field.name;
    drift.recorded = *was;
    if (is != nullptr) drift.live = without_server_keys(field, *is);
    if (wanted != nullptr) drift.desired = *wanted;
    const bool moved_here = wanted == nullptr || !same(field, was, wanted);
    drift.mover = moved_here ? Mover::Both : Mover::Workspace;
    note_.field(std::move(drift));
  }

  void compare_members(const Field& field,
                       const Privileges& was,
                       const Privileges& is,
                       const Value* wanted) {
    RecordedWords recorded{was, record_.given, {}};
    const auto excess = d_.in.state.excess.find({descriptor_.kind, record_.id});
    if (excess != d_.in.state.excess.end()) recorded.excess = excess->second;
    const Privileges members = members_of(wanted);
    auto drift = words_drift(field.name, recorded, is, desired_ == nullptr ? nullptr : &members);
    if (!drift) return;
    const bool stays = desired_ != nullptr && desired_->excess != Excess::Revoke;
    if (stays) note_.leaves_added(*drift);
    note_.field(std::move(*drift));
  }

  Drafting& d_;
  const Recorded& record_;
  const DesiredResource* desired_;
  const Descriptor& descriptor_;
  std::string name_;
  DriftNote note_;
  Fields wanted_;
  std::vector<std::string> unshown_;  ///< fields that may not be seen
};

}  // namespace

void Vanished::add(const Recorded& object) {
  const Descriptor& descriptor = descriptor_of(object.address.kind);
  const std::string& id = object.id;
  things.insert(descriptor.kind + ":" +
                (descriptor.by_id ? id : full_name(descriptor, object.fields)));
  if (!descriptor.by_id) return;
  principals.insert(id);
  for (const Field& field : descriptor.fields) {
    const std::string name = field.is_id ? text_of(object.fields, field.name) : std::string();
    if (!name.empty()) principals.insert(name);
  }
}

bool Vanished::took_along(const Recorded& record) const {
  const Descriptor& descriptor = descriptor_of(record.address.kind);
  if (things.empty() || descriptor.shape == Shape::Object) return false;
  if (principals.contains(text_of(record.fields, "principal"))) return true;
  if (descriptor.shape == Shape::Secret) return false;
  if (descriptor.has_levels) return things.contains(text_of(record.fields, "object"));
  for (std::optional<Securable> at = entry_of(record.fields).on; at; at = parent_of(*at)) {
    if (things.contains(to_text(*at))) return true;
  }
  return false;
}

void note_object_drift(Drafting& drafting) {
  if (!drafting.in.drift) return;
  std::set<const Recorded*> asked_for;
  for (const DesiredResource* resource : drafting.wanted) {
    const Descriptor& descriptor = descriptor_of(resource->address.kind);
    if (descriptor.shape != Shape::Object) continue;
    const Securable object = object_of(*resource);
    const Recorded* record = descriptor.by_id
                                 ? drafting.record_of(*resource)
                                 : drafting.recorded_of({object.type, object.full_name});
    if (record == nullptr) continue;
    asked_for.insert(record);
    if (!resource->existing) ObjectDrift(drafting, *record, resource).run();
  }
  for (const auto& [address, record] : drafting.in.state.resources) {
    const bool is_object = descriptor_of(address.kind).shape == Shape::Object;
    if (is_object && !asked_for.contains(&record)) ObjectDrift(drafting, record, nullptr).run();
  }
}

}  // namespace dgctl::engine
