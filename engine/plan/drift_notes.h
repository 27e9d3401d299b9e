#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/plan/drafting.h"

// What the parts of the diff note of drift. Nobody outside engine/plan includes it. Each does
// nothing where the draft does not look for drift.

namespace dgctl::engine {

/// What accepts a difference of a field, also past its end; nullptr: nothing.
const IgnoredChange* exception_to(const DesiredResource* desired, const std::string& field);
/// Whether a difference of a field is accepted.
enum class Exception { None, Active, Expired };
/// `desired`: nullptr where the configuration does not ask for the resource any more.
Exception exception_of(const Drafting& drafting,
                       const DesiredResource* desired,
                       const std::string& field);
/// The day on which an expired exception ended, and why it was made: "it was accepted until
/// 2026-11-01: …".
std::string ended_exception(const DesiredResource& desired, const std::string& field);

/// Why apply leaves what somebody added, and what is not asked for any more.
inline constexpr const char* kAddedStays = "apply leaves what was added, and records it";
inline constexpr const char* kStaysProtected = "it is protected, and apply leaves it";

/// The drift of one resource, taken apart by class: what an exception covered until it ended is a
/// class of its own.
class DriftNote {
 public:
  DriftNote(Drafting& drafting, Address address, const DesiredResource* desired)
      : d_(drafting), desired_(desired), address_(std::move(address)) {}

  void named(std::string name) { name_ = std::move(name); }
  /// Why the configuration asks for it, where no resource of its own does.
  void at(std::vector<Place> places) { places_ = std::move(places); }
  /// Where the state has it.
  void recorded_as(const Address& address) { recorded_at_ = address; }
  /// What apply makes of it, where it does not put it back, and why.
  void remedied(Remedy remedy, std::string why) {
    remedy_ = remedy;
    remedy_note_ = std::move(why);
  }
  /// Apply takes nothing away of what a field gained.
  void leaves_added(const FieldDrift& field) {
    if (field.gained.empty()) return;
    remedied(field.lost.empty() ? Remedy::OnlyRecorded : Remedy::PutBack, kAddedStays);
  }
  /// A field that differs. Nothing happens if an exception covers it.
  void field(FieldDrift drift);
  /// Notes what there is. `of` in place of Changed; `note`: what else is to be known.
  void finish(DriftClass of = DriftClass::Changed, const std::string& note = {});
  /// Notes that the whole of it drifted.
  void whole(DriftClass of, const std::string& note, Mover mover = Mover::Workspace);

 private:
  void add(DriftClass of, std::vector<FieldDrift> fields, const std::string& note, Mover mover);

  Drafting& d_;
  const DesiredResource* desired_;
  Address address_;
  std::string name_;
  std::vector<Place> places_;
  std::optional<Address> recorded_at_;
  Remedy remedy_ = Remedy::PutBack;
  std::string remedy_note_;
  std::vector<FieldDrift> changed_, expired_;
};

/// How live words differ from recorded ones. Nothing: they do not.
struct RecordedWords {
  Privileges recorded, given, excess;
};
std::optional<FieldDrift> words_drift(const std::string& field,
                                      const RecordedWords& recorded,
                                      const Privileges& live,
                                      const Privileges* desired);

/// Objects: called once all of them are drafted.
void note_object_drift(Drafting& drafting);
/// One principal's words on one securable. `address`: of the entry.
void note_pair_drift(Drafting& drafting,
                     const PairInput& pair,
                     const WordsInput& words,
                     const Address& address);
/// An entry with a level, as the access list has it.
void note_level_drift(Drafting& drafting,
                      const Recorded& record,
                      const DesiredResource* desired,
                      const Acl& acl);
/// An entry that nobody asks for any more, and what it was on is not there either. `name`: of that.
/// `mover`: Both, or Workspace where the configuration still names it.
void note_entry_gone(Drafting& drafting,
                     const Recorded& record,
                     const std::string& name,
                     Mover mover = Mover::Both);
/// What the configuration names and is not there.
void note_vanished(Drafting& drafting,
                   const Address& address,
                   const std::string& name,
                   const std::vector<Place>& places,
                   const std::string& note);
/// Makes the report of what was noted: called at the end.
void finish_drift(Drafting& drafting);

}  // namespace dgctl::engine
