#include <algorithm>

#include "engine/model/duration.h"
#include "engine/plan/drift_notes.h"
#include "engine/plan/secret_lives.h"

// What moved of client secrets: deleted, made by others, about to end.

namespace dgctl::engine {
namespace {

/// The field under which drift names secrets by their ids.
constexpr const char* kIdsField = "ids";

NaturalKey key_of_others(const std::string& principal_id) {
  return {service_principal_secret_descriptor().kind, principal_id};
}

bool has(const std::vector<RecordedSecret>& secrets, const std::string& id) {
  return std::any_of(secrets.begin(), secrets.end(), [&](const RecordedSecret& secret) {
    return secret.id == id;
  });
}

/// The ids of secrets that are there and none of ours.
Privileges ids_of_others(const SecretSight& sight) {
  Privileges others;
  for (const SecretInfo& info : sight.live) {
    const bool is_ours = has(sight.ours, info.id) || has(sight.lost, info.id) ||
                         (sight.record != nullptr && has(sight.record->secrets, info.id));
    if (!is_ours) others.insert(info.id);
  }
  return others;
}

/// Those of them that the last apply has seen.
Privileges known_others(const Drafting& drafting, const SecretSight& sight) {
  const auto known = drafting.in.state.excess.find(key_of_others(sight.principal_id));
  return known == drafting.in.state.excess.end() ? Privileges() : known->second;
}

/// Whether it stands for what was in use: its value is known to be somewhere.
bool was_in_use(const RecordedSecret& secret) {
  return secret.status == SecretStatus::Stored || secret.status == SecretStatus::Proven;
}

void note_deleted(Drafting& drafting, const SecretSight& sight) {
  const std::int64_t now_s = time_of(drafting.in.now);
  FieldDrift drift;
  List recorded;
  for (const RecordedSecret& secret : sight.record->secrets) {
    if (!was_in_use(secret)) continue;
    recorded.emplace_back(secret.id);
    const bool has_ended = !secret.expires.empty() && now_s >= time_of(secret.expires);
    const bool is_there = find_secret(sight.live, secret.id) != nullptr;
    if (!is_there && !has_ended && secret.principal_id == sight.principal_id)
      drift.lost.insert(secret.id);
  }
  drift.gained = without(ids_of_others(sight), known_others(drafting, sight));
  if (drift.lost.empty() && drift.gained.empty()) return;
  List live;
  for (const SecretInfo& info : sight.live) live.emplace_back(info.id);
  drift.field = kIdsField;
  drift.recorded = std::move(recorded);
  drift.live = std::move(live);
  DriftNote note(drafting, sight.resource.address, &sight.resource);
  const bool is_gone = !drift.lost.empty();
  note.recorded_as(sight.record->address);
  if (!is_gone) note.remedied(Remedy::OnlyRecorded, kAddedStays);
  note.field(std::move(drift));
  note.finish(is_gone ? DriftClass::Vanished : DriftClass::Changed,
              is_gone ? "" : "somebody made a secret of the same principal");
}

void note_end(Drafting& drafting, const SecretSight& sight) {
  const std::int64_t now_s = time_of(drafting.in.now);
  const RecordedSecret* newest = sight.ours.empty() ? nullptr : &sight.ours.back();
  if (newest == nullptr) {
    // What has ended is not listed any more.
    for (const RecordedSecret& secret : sight.record->secrets) {
      if (was_in_use(secret) && !secret.expires.empty()) newest = &secret;
    }
    if (newest == nullptr || now_s < time_of(newest->expires)) return;
    drafting.out.drift.secrets.push_back({sight.resource.address, newest->id, newest->expires});
  }
  if (!is_due(*newest, sight.resource.fields, now_s)) return;
  const bool has_ended = now_s >= time_of(newest->expires);
  DriftNote note(drafting, sight.resource.address, &sight.resource);
  note.named(newest->id);
  note.recorded_as(sight.record->address);
  note.whole(DriftClass::SecretExpiring,
             (has_ended ? "it ended on " : "it ends on ") + day_of(newest->expires),
             Mover::CannotTell);  // nobody moved it: time did
}

}  // namespace

void note_secrets_of_others(Drafting& drafting, const SecretSight& sight) {
  const Privileges others = ids_of_others(sight);
  if (others.empty()) return;
  const NaturalKey key = key_of_others(sight.principal_id);
  const Privileges known = known_others(drafting, sight);
  drafting.out.plan.excess.emplace(key, others);
  drafting.out.plan.held.push_back(
      {sight.resource.address,
       key,
       common(others, known),
       without(others, known),
       sight.record == nullptr ? Mover::CannotTell : Mover::Workspace});
}

void keep_secrets_of_others(Drafting& drafting, const std::string& principal_id) {
  const auto known = drafting.in.state.excess.find(key_of_others(principal_id));
  if (known != drafting.in.state.excess.end()) drafting.out.plan.excess.insert(*known);
}

void note_secret_drift(Drafting& drafting, const SecretSight& sight) {
  if (!drafting.in.drift) return;
  for (const RecordedSecret& secret : sight.ours) {
    drafting.out.drift.secrets.push_back({sight.resource.address, secret.id, secret.expires});
  }
  if (sight.record == nullptr) return;
  note_deleted(drafting, sight);
  note_end(drafting, sight);
}

}  // namespace dgctl::engine
