#include "engine/model/duration.h"
#include "engine/plan/drift_notes.h"
#include "engine/plan/words.h"

// What moved of entries: grants, permissions, assignments.

namespace dgctl::engine {
namespace {

/// Of what is not managed but granted on, such as a table: when it was made, in milliseconds.
constexpr const char* kCreatedAt = "created_at";

/// What was made anew after the last apply. Nothing: that is not read yet.
std::optional<bool> is_made_anew(Drafting& d, const Securable& on) {
  // Catalogs and schemas are not asked when they were made: whoever makes one anew is told of as
  // who took the grants away.
  if (find_descriptor(on.type) != nullptr) return false;
  const ReadResult* result = d.view.get(ByName{on.type, on.full_name});
  if (result == nullptr) return std::nullopt;
  const auto* object = found_in<Object>(result);
  const Value* made = object == nullptr ? nullptr : find(object->fields, kCreatedAt);
  const auto* made_at_ms = made == nullptr ? nullptr : std::get_if<std::int64_t>(&made->is);
  const auto applied_s = epoch_seconds(d.in.state.last_applied_at());
  constexpr std::int64_t kMillisecondsASecond = 1000;
  return made_at_ms != nullptr && applied_s && *made_at_ms > *applied_s * kMillisecondsASecond;
}

}  // namespace

std::optional<FieldDrift> words_drift(const std::string& field,
                                      const RecordedWords& recorded,
                                      const Privileges& live,
                                      const Privileges* desired) {
  WordsInput input;
  input.desired = recorded.recorded;
  input.live = live;
  input.recorded = recorded.recorded;
  input.given = recorded.given;
  input.excess = recorded.excess;
  input.is_recorded = true;
  input.revoke_excess = true;
  const WordsPlan plan = plan_words(input);
  FieldDrift drift;
  drift.lost = plan.add;
  for (const std::string& word : plan.remove) {
    if (plan.movers.at(word) == Mover::Workspace) drift.gained.insert(word);
  }
  if (drift.lost.empty() && drift.gained.empty()) return std::nullopt;
  drift.field = field;
  drift.recorded = value_of(recorded.recorded);
  drift.live = value_of(live);
  if (desired != nullptr) drift.desired = value_of(*desired);
  const bool moved_here =
      desired == nullptr || normal_form(*desired) != normal_form(recorded.recorded);
  drift.mover = moved_here ? Mover::Both : Mover::Workspace;
  return drift;
}

namespace {

/// How the words of a pair moved. Nothing: they did not, or nobody here looks after what did.
std::optional<FieldDrift> pair_drift(const PairInput& pair, const WordsInput& words) {
  // Whom nothing is recorded of and nothing is asked for did not move by the configuration, nor did
  // what it still names.
  const bool is_asked_for = pair.desired != nullptr || pair.record == nullptr || pair.unmet;
  auto drift = words_drift(kWordsField,
                           {words.recorded, words.given, words.excess},
                           words.live,
                           is_asked_for ? &words.desired : nullptr);
  const bool is_ours =
      pair.record != nullptr || (pair.in_file && (pair.of_file != nullptr || pair.exclusive));
  if (drift && !is_ours) drift->gained.clear();
  const bool moved = drift && !(drift->lost.empty() && drift->gained.empty());
  return moved ? drift : std::nullopt;
}

}  // namespace

void note_pair_drift(Drafting& drafting,
                     const PairInput& pair,
                     const WordsInput& words,
                     const Address& address) {
  if (!drafting.in.drift || !words.is_recorded) return;
  if (pair.record != nullptr && drafting.vanished.took_along(*pair.record)) return;
  auto drift = pair_drift(pair, words);
  if (!drift) return;
  const bool all_is_gone = pair.record != nullptr && words.live.empty();
  const std::optional<bool> anew = all_is_gone ? is_made_anew(drafting, pair.on) : false;
  if (!anew) return;
  const std::string name = pair.on.type + " " + pair.on.full_name;
  DriftNote note(drafting, address, pair.desired);
  note.named(name);
  if (pair.of_file != nullptr) note.at(pair.of_file->places);
  if (pair.record != nullptr) note.recorded_as(pair.record->address);
  if (!words.revoke_excess) note.leaves_added(*drift);
  note.field(std::move(*drift));
  note.finish(*anew ? DriftClass::Wiped : DriftClass::Changed,
              *anew ? "it was made anew, and the grants on it went with it" : "");
}

void note_level_drift(Drafting& drafting,
                      const Recorded& record,
                      const DesiredResource* desired,
                      const Acl& acl) {
  if (!drafting.in.drift || drafting.vanished.took_along(record)) return;
  const LevelEntry entry = level_entry_of(record.fields);
  const std::string* principal = entry.principal.text();
  if (principal == nullptr || (acl.owner && *acl.owner == *principal)) return;
  const auto live = acl.direct.find(*principal);
  if (live != acl.direct.end() && live->second == entry.level) return;
  FieldDrift drift;
  drift.field = "level";
  drift.recorded = Value(entry.level);
  if (live != acl.direct.end()) drift.live = Value(live->second);
  const std::string wanted =
      desired == nullptr ? std::string() : level_entry_of(desired->fields).level;
  if (desired != nullptr) drift.desired = Value(wanted);
  drift.mover = wanted == entry.level ? Mover::Workspace : Mover::Both;
  DriftNote note(drafting,
                 desired == nullptr ? drafting.address_now(record.address) : desired->address,
                 desired);
  const std::string* thing = entry.thing.text();
  note.named(thing == nullptr ? std::string() : *thing);
  note.recorded_as(record.address);
  if (desired == nullptr && drafting.is_protected(record))
    note.remedied(Remedy::Left, kStaysProtected);
  note.field(std::move(drift));
  note.finish();
}

void note_entry_gone(Drafting& drafting,
                     const Recorded& record,
                     const std::string& name,
                     Mover mover) {
  if (!drafting.in.drift || drafting.vanished.took_along(record)) return;
  DriftNote note(drafting, drafting.address_now(record.address), nullptr);
  note.named(name);
  note.recorded_as(record.address);
  note.whole(DriftClass::Vanished, "what it was on is gone", mover);
}

}  // namespace dgctl::engine
