#include "engine/plan/drift.h"

#include <algorithm>

#include "engine/model/overloaded.h"
#include "engine/plan/drift_notes.h"
#include "engine/plan/plan_file.h"

namespace dgctl::engine {

const char* to_string(DriftClass of) {
  switch (of) {
    case DriftClass::Changed:
      return "changed";
    case DriftClass::Vanished:
      return "vanished";
    case DriftClass::Wiped:
      return "wiped";
    case DriftClass::SecretExpiring:
      return "secret_expiring";
    case DriftClass::ExceptionExpired:
      return "exception_expired";
  }
  return "";
}

const IgnoredChange* exception_to(const DesiredResource* desired, const std::string& field) {
  if (desired == nullptr) return nullptr;
  const auto& all = desired->ignore_changes;
  const auto it = std::find_if(
      all.begin(), all.end(), [&](const IgnoredChange& ignore) { return ignore.field == field; });
  return it == all.end() ? nullptr : &*it;
}

Exception exception_of(const Drafting& drafting,
                       const DesiredResource* desired,
                       const std::string& field) {
  const IgnoredChange* ignore = exception_to(desired, field);
  if (ignore == nullptr) return Exception::None;
  const bool is_over = !ignore->until.empty() && drafting.in.today() >= ignore->until;
  return is_over ? Exception::Expired : Exception::Active;
}

std::string ended_exception(const DesiredResource& desired, const std::string& field) {
  const IgnoredChange* ignore = exception_to(&desired, field);
  if (ignore == nullptr) return {};
  return "it was accepted until " + ignore->until + ": " + ignore->because;
}

void DriftNote::field(FieldDrift drift) {
  switch (exception_of(d_, desired_, drift.field)) {
    case Exception::None:
      changed_.push_back(std::move(drift));
      return;
    case Exception::Active:
      return;
    case Exception::Expired:
      expired_.push_back(std::move(drift));
      return;
  }
}

void DriftNote::finish(DriftClass of, const std::string& note) {
  const auto mover = [](const std::vector<FieldDrift>& fields) {
    const bool both = std::any_of(fields.begin(), fields.end(), [](const FieldDrift& field) {
      return field.mover == Mover::Both;
    });
    return both ? Mover::Both : Mover::Workspace;
  };
  if (!changed_.empty()) add(of, changed_, note, mover(changed_));
  for (FieldDrift& field : expired_) {
    const std::string ended = ended_exception(*desired_, field.field);
    const std::vector<FieldDrift> fields{std::move(field)};
    add(DriftClass::ExceptionExpired, fields, ended, mover(fields));
  }
  changed_.clear();
  expired_.clear();
}

void DriftNote::whole(DriftClass of, const std::string& note, Mover mover) {
  add(of, {}, note, mover);
}

void DriftNote::add(DriftClass of,
                    std::vector<FieldDrift> fields,
                    const std::string& note,
                    Mover mover) {
  Drifted drifted;
  drifted.of = of;
  drifted.address = address_;
  drifted.name = name_;
  drifted.fields = std::move(fields);
  drifted.note = note;
  drifted.mover = mover;
  drifted.places = places_;
  if (desired_ != nullptr) drifted.places = desired_->places;
  drifted.remedy = remedy_;
  drifted.recorded_at = recorded_at_;
  if (!remedy_note_.empty()) drifted.note += (note.empty() ? "" : "; ") + remedy_note_;
  d_.out.drift.drifted.push_back(std::move(drifted));
}

void note_vanished(Drafting& drafting,
                   const Address& address,
                   const std::string& name,
                   const std::vector<Place>& places,
                   const std::string& note) {
  if (!drafting.in.drift) return;
  Drifted drifted;
  drifted.of = DriftClass::Vanished;
  drifted.address = address;
  drifted.name = name;
  drifted.note = note;
  drifted.places = places;
  drifted.remedy = Remedy::Blocked;
  if (drafting.in.state.resources.contains(address)) drifted.recorded_at = address;
  drafting.out.drift.drifted.push_back(std::move(drifted));
}

bool takes_exceptions(const Desired& desired, const DesiredResource& resource) {
  const Descriptor& descriptor = descriptor_of(resource.address.kind);
  if (descriptor.shape == Shape::Secret || descriptor.principal_by_id) return false;
  if (!descriptor.has_levels) return true;
  const auto is_its_warehouse = [&](const DesiredConnection& graph) {
    return graph.warehouse && resource.address.key.starts_with(graph.warehouse->kind + ":" +
                                                               graph.warehouse->key + "/");
  };
  return std::none_of(desired.connections.begin(), desired.connections.end(), is_its_warehouse);
}

namespace {

/// The fields of a change that the configuration moved.
std::vector<FieldChange> own_fields(const std::vector<FieldChange>& fields) {
  std::vector<FieldChange> own;
  for (const FieldChange& field : fields) {
    if (field.mover != Mover::Workspace) own.push_back(field);
  }
  return own;
}

/// What of a change nobody but the configuration asks for; nothing: none of it.
std::optional<std::vector<FieldChange>> pending_part(const Change& change) {
  using Part = std::optional<std::vector<FieldChange>>;
  const auto whole = [](Mover mover) {
    return mover == Mover::Workspace ? Part() : Part(std::vector<FieldChange>());
  };
  const auto some = [](const std::vector<FieldChange>& fields) {
    std::vector<FieldChange> own = own_fields(fields);
    return own.empty() ? Part() : Part(std::move(own));
  };
  return std::visit(Overloaded{
                        [](const NoOp&) { return Part(); },
                        [](const Record&) { return Part(); },
                        [](const Move&) { return Part(); },
                        [&](const Create& create) { return whole(create.mover); },
                        [&](const Update& update) { return some(update.fields); },
                        [&](const Replace& replace) { return some(replace.because); },
                        [](const Adopt& adopt) { return Part(own_fields(adopt.fields)); },
                        [&](const Delete& removal) { return whole(removal.mover); },
                        [](const Forget&) { return Part(std::vector<FieldChange>()); },
                    },
                    change);
}

/// Whether the next apply does it because of what drifted.
bool is_due_to_drift(const Drafting& drafting, const Change& change) {
  const auto* forget = std::get_if<Forget>(&change);
  if (forget != nullptr) {
    Recorded record;
    record.address = forget->recorded.address;
    record.fields = forget->recorded.fields;
    if (drafting.vanished.took_along(record)) return true;
  }
  const Drift& drift = drafting.out.drift;
  const bool makes_or_drops = std::holds_alternative<Create>(change) ||
                              std::holds_alternative<Delete>(change) ||
                              std::holds_alternative<Forget>(change);
  return makes_or_drops &&
         std::any_of(drift.drifted.begin(), drift.drifted.end(), [&](const Drifted& drifted) {
           const bool repairs = forget != nullptr || drifted.of == DriftClass::Vanished ||
                                drifted.of == DriftClass::SecretExpiring ||
                                drifted.mover == Mover::Workspace;
           return repairs && drifted.address == address_of(change);
         });
}

/// Whether a field changes only since what it is of has vanished, and will be another.
bool follows_vanished(const Drift& drift, const FieldChange& field) {
  if (!field.desired) return false;
  const std::vector<AttributeRef> refs = references_in(*field.desired);
  return std::any_of(refs.begin(), refs.end(), [&](const AttributeRef& ref) {
    return std::any_of(drift.drifted.begin(), drift.drifted.end(), [&](const Drifted& drifted) {
      return drifted.of == DriftClass::Vanished && drifted.address == ref.of;
    });
  });
}

/// Whether what drifted are fields, of something that the configuration may accept as it is.
bool can_be_accepted(const Drafting& drafting, const Drifted& drifted) {
  const bool is_of_fields = drifted.of == DriftClass::Changed || drifted.of == DriftClass::Wiped ||
                            drifted.of == DriftClass::ExceptionExpired;
  const DesiredResource* desired = drafting.wanted_at(drifted.address);
  return is_of_fields && !drifted.fields.empty() && desired != nullptr &&
         takes_exceptions(drafting.in.desired, *desired);
}

void add_pending(Drafting& drafting) {
  Drift& drift = drafting.out.drift;
  for (const Change& change : drafting.out.plan.changes) {
    std::optional<std::vector<FieldChange>> fields = pending_part(change);
    if (!fields || is_due_to_drift(drafting, change)) continue;
    const DesiredResource* desired = drafting.wanted_at(address_of(change));
    // The configuration still names it: that its condition holds no more is the workspace's doing.
    const bool takes_away =
        std::holds_alternative<Delete>(change) || std::holds_alternative<Forget>(change);
    if (takes_away && desired != nullptr && desired->condition != Condition::Always) continue;
    const bool had_fields = !fields->empty();
    std::erase_if(*fields,
                  [&](const FieldChange& field) { return follows_vanished(drift, field); });
    if (had_fields && fields->empty()) continue;
    drift.pending.push_back({address_of(change),
                             action_of(change),
                             std::move(*fields),
                             desired == nullptr ? std::vector<Place>() : desired->places});
  }
}

}  // namespace

void finish_drift(Drafting& drafting) {
  if (!drafting.in.drift) return;
  Drift& drift = drafting.out.drift;
  add_pending(drafting);
  std::stable_sort(drift.drifted.begin(), drift.drifted.end(), [](const auto& a, const auto& b) {
    return a.address != b.address ? a.address < b.address : a.of < b.of;
  });
  for (Drifted& drifted : drift.drifted) {
    drifted.can_be_accepted = can_be_accepted(drafting, drifted);
  }
  drift.hidden = drafting.out.plan.hidden;
  drift.ignored = drafting.out.plan.ignored;
  drift.warnings = drafting.out.plan.warnings;
  for (const auto& [address, record] : drafting.in.state.resources) ++drift.managed[address.kind];
}

}  // namespace dgctl::engine
