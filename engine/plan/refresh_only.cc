#include <algorithm>

#include "engine/plan/drift_notes.h"
#include "engine/plan/words.h"

// A plan that sends nothing: what is there is recorded, so that it is no drift any more.

namespace dgctl::engine {
namespace {

/// What is recorded once a resource is as it is there; nothing: it is not recorded any more.
class Refresh {
 public:
  Refresh(Recorded record, Plan& plan) : record_(std::move(record)), plan_(plan) {}

  void add(const FieldDrift& drift) {
    const Descriptor& descriptor = descriptor_of(record_.address.kind);
    const Field* field = descriptor.field(drift.field);
    FieldChange change{drift.field, drift.recorded, drift.recorded, drift.live, Mover::Workspace};
    const bool is_words = descriptor.shape == Shape::Entry && !descriptor.has_levels;
    if (is_words || (field != nullptr && field->set_like)) {
      change.live = value_of(drift.lost);
      change.desired = value_of(drift.gained);
    }
    changes_.push_back(std::move(change));
    if (descriptor.shape == Shape::Secret) {
      std::erase_if(record_.secrets,
                    [&](const RecordedSecret& secret) { return drift.lost.contains(secret.id); });
    } else if (is_words || (field != nullptr && field->set_like)) {
      add_words(drift);
    } else if (drift.live) {
      record_.fields.insert_or_assign(drift.field, *drift.live);
    } else {
      record_.fields.erase(drift.field);
    }
  }

  /// What the record has become.
  [[nodiscard]] bool is_gone() const {
    const Descriptor& descriptor = descriptor_of(record_.address.kind);
    if (descriptor.shape == Shape::Secret) return record_.secrets.empty();
    if (descriptor.shape != Shape::Entry) return false;
    if (descriptor.has_levels) return text_of(record_.fields, "level").empty();
    return entry_of(record_.fields).words.empty();
  }
  [[nodiscard]] const Recorded& record() const { return record_; }
  [[nodiscard]] const std::vector<FieldChange>& changes() const { return changes_; }

 private:
  void add_words(const FieldDrift& drift) {
    const Value* was = find(record_.fields, drift.field);
    record_.fields.insert_or_assign(drift.field, value_of(without(members_of(was), drift.lost)));
    record_.given = without(record_.given, drift.lost);
    if (drift.gained.empty()) return;
    // It was seen: what the configuration makes of it is the next plan's business.
    const Descriptor& descriptor = descriptor_of(record_.address.kind);
    const NaturalKey key = descriptor.shape == Shape::Entry
                               ? natural_key(record_.address, record_.fields)
                               : NaturalKey{descriptor.kind, record_.id};
    Privileges& excess = plan_.excess[key];
    excess = united(excess, drift.gained);
  }

  Recorded record_;
  Plan& plan_;
  std::vector<FieldChange> changes_;
};

class Refreshing {
 public:
  explicit Refreshing(Drafting& drafting) : d_(drafting), plan_(drafting.out.plan) {}

  void run() {
    d_.drafted.clear();
    plan_.relocations.clear();
    for (const Drifted& drifted : d_.out.drift.drifted) add(drifted);
    for (const auto& [address, record] : d_.in.state.resources) {
      if (d_.vanished.took_along(record) || is_on_vanished(record)) forget(record);
    }
    for (const auto& [address, refresh] : refreshed_) draft(refresh);
    plan_.records_excess = plan_.excess != d_.in.state.excess;
  }

 private:
  void add(const Drifted& drifted) {
    if (!drifted.recorded_at) return note_stranger(drifted);
    const Recorded& record = d_.in.state.resources.at(*drifted.recorded_at);
    if (drifted.fields.empty() && drifted.of == DriftClass::Vanished) return forget(record);
    if (drifted.fields.empty()) return;
    refresh_of(record);
    for (const FieldDrift& field : drifted.fields) refreshed_.at(record.address).add(field);
  }

  /// Words of a pair of which nothing is recorded.
  void note_stranger(const Drifted& drifted) {
    for (const FieldDrift& field : drifted.fields) {
      const DesiredResource* desired = d_.wanted_at(drifted.address);
      if (desired != nullptr || field.gained.empty()) continue;
      for (const Held& held : plan_.held) {
        if (held.address == drifted.address)
          plan_.excess[held.pair] = united(held.known, held.fresh);
      }
    }
  }

  /// A grant on what is not there any more.
  bool is_on_vanished(const Recorded& record) {
    const Descriptor& descriptor = descriptor_of(record.address.kind);
    if (descriptor.shape != Shape::Entry || descriptor.has_levels) return false;
    const ReadResult* grants = d_.view.peek(GrantsOn{entry_of(record.fields).on});
    return grants != nullptr && std::holds_alternative<Absent>(*grants);
  }

  void refresh_of(const Recorded& record) { refreshed_.try_emplace(record.address, record, plan_); }

  void forget(const Recorded& record) {
    refreshed_.erase(record.address);
    if (!forgotten_.insert(record.address).second) return;
    forget_entry(d_, record, "it is not there any more");
  }

  void draft(const Refresh& refresh) {
    const Recorded& record = refresh.record();
    if (forgotten_.contains(record.address)) return;
    if (refresh.is_gone()) return forget_entry(d_, record, "nothing of it is there any more");
    Drafted drafted;
    drafted.change = Record{{record.address, record.fields}, refresh.changes()};
    if (descriptor_of(record.address.kind).by_id) drafted.id = record.id;
    if (descriptor_of(record.address.kind).shape == Shape::Secret) {
      // A Put keeps the secrets that are recorded; those that are gone leave one by one.
      for (const RecordedSecret& secret : d_.in.state.resources.at(record.address).secrets) {
        const bool stays = std::any_of(record.secrets.begin(),
                                       record.secrets.end(),
                                       [&](const auto& other) { return other.id == secret.id; });
        if (!stays) drafted.edits.emplace_back(DropSecret{record.address, secret.id, false});
      }
    } else {
      drafted.edits.emplace_back(Put{record});
    }
    d_.drafted.push_back(std::move(drafted));
  }

  Drafting& d_;
  Plan& plan_;
  std::map<Address, Refresh> refreshed_;
  std::set<Address> forgotten_;
};

}  // namespace

void draft_refresh(Drafting& drafting) { Refreshing(drafting).run(); }

}  // namespace dgctl::engine
