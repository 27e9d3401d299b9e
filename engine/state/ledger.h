#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/descriptor.h"
#include "engine/model/lookup.h"
#include "engine/model/value.h"

// The state: what the last apply left. A value; where it is kept is a StateStore's business.

namespace dgctl::engine {

/// How far a client secret of ours has come.
enum class SecretStatus {
  Unheard,  ///< asked for, and no answer came: what it made is to be found and deleted
  Orphan,   ///< made, and its value is lost: to be deleted
  Issued,   ///< its value is not known to be stored
  Stored,   ///< its sink has it; not proven yet
  Proven,   ///< somebody logged in with it
};
/// "issued", as the state and people's output write it.
const char* to_string(SecretStatus status);
/// A client secret that dgctl made. Never its value.
struct RecordedSecret {
  std::string id;  ///< "" as long as it is unheard
  std::string principal_id, hash;
  std::string created, expires;  ///< RFC 3339; of an unheard one `created` is when it was sent
  std::string sink;              ///< where its value went
  SecretStatus status = SecretStatus::Issued;
  std::int64_t lifetime_s = 0;
  std::set<std::string> ids_before;  ///< of an unheard one: those that were there
  bool operator==(const RecordedSecret&) const = default;
};

/// What is recorded of one resource.
struct Recorded {
  Address address;
  std::string id;  ///< the workspace's; of an entry empty
  Fields fields;  ///< of an object those that the configuration set, of an entry all, desired words
  bool created = false;          ///< by dgctl; else adopted
  bool prevent_destroy = false;  ///< holds also when the block is gone
  bool force_destroy = false;
  /// Of an entry the words, of an object the members of its set-like field, that dgctl gave, not
  /// found there.
  Privileges given;
  std::vector<RecordedSecret> secrets;  ///< of a secret, oldest first
  std::vector<Address> needs;           ///< sorted
  bool operator==(const Recorded&) const = default;
};

/// Which workspace a state was made for. An empty member is not known.
struct Pins {
  std::string host;
  std::int64_t workspace_id = 0;
  std::string metastore_id, account_id;
  bool operator==(const Pins&) const = default;
};

/// One run that wrote the state.
struct RunRecord {
  std::string id, operation, who;
  std::string finished;  ///< RFC 3339
  std::string plan;      ///< the digest of a saved plan, or ""
  std::string outcome;   ///< "done", "partial", "cancelled", "interrupted"
  std::int64_t added = 0, changed = 0, destroyed = 0;
  bool operator==(const RunRecord&) const = default;

  /// Whether it changed what is recorded only: an import, `state rm`.
  [[nodiscard]] bool is_of_state_only() const;
  /// Whether it left everything as the configuration asked: nothing failed, nothing was left out.
  [[nodiscard]] bool is_whole() const;
};
inline constexpr std::size_t kRunsKept = 20;

struct State {
  std::string lineage;  ///< a UUID; empty: no state was written yet
  std::uint64_t serial = 0;
  std::string stack;  ///< "acme/prod"
  Pins pins;
  std::string run;  ///< the id of the run that wrote it
  std::map<Address, Recorded> resources;
  /// What principals of the configuration held beyond it when it was last applied, by the entry's
  /// natural key: reported then, so that it is no news. A securable whose grants were exclusive
  /// stands there by its own key, without words: others' were taken away then. Of a secret the ids
  /// of others' secrets of its principal.
  std::map<NaturalKey, Privileges> excess;
  std::vector<RunRecord> runs;  ///< the last kRunsKept, oldest first
  bool operator==(const State&) const = default;

  /// The last run that left everything as the configuration asked, so that what differs moved since
  /// then. If there was none, the last that could change the workspace, or nullptr.
  [[nodiscard]] const RunRecord* last_apply() const;
  /// When that was, RFC 3339, or "".
  [[nodiscard]] std::string last_applied_at() const;
  /// The day of that: "2026-11-20", or "".
  [[nodiscard]] std::string last_applied() const;
};

/// A change of the state that takes effect with a step, or without one.
struct Put {
  Recorded recorded;
  bool operator==(const Put&) const = default;
};
struct Remove {
  Address address;
  bool operator==(const Remove&) const = default;
};
/// One of the secrets of a resource comes, or is known better. The others stay.
struct PutSecret {
  Recorded of;  ///< the resource without its secrets
  RecordedSecret secret;
  bool operator==(const PutSecret&) const = default;
};
struct DropSecret {
  Address of;
  std::string id;            ///< "": the unheard one
  bool ends_record = false;  ///< with the last secret the record goes as well
  bool operator==(const DropSecret&) const = default;
};
using StateEdit = std::variant<Put, Remove, PutSecret, DropSecret>;
/// Of a secret Put keeps the secrets that are recorded at its address, if it has none itself.
void apply_edit(State& state, const StateEdit& edit);
/// Adds a run to those that are kept.
void add_run(State& state, RunRecord run);

/// The newest format that this version reads and the one that it writes.
inline constexpr std::int64_t kStateFormat = 1;

/// Sealed JSON: every byte of it counts.
std::string state_text(const State& state);
/// Throws CorruptError if any byte is not what was written, Error if a newer dgctl wrote it.
State state_from(std::string_view text);

// Their parts as parts of documents: the journal's too.
Value to_value(const Pins& pins);
Pins pins_from(const Fields& fields);
Value excess_value(const std::map<NaturalKey, Privileges>& excess);
std::map<NaturalKey, Privileges> excess_in(const Fields& fields, std::string_view name);
Value to_value(const RunRecord& run);
Value to_value(const Recorded& recorded);
Recorded recorded_from(const Value& value);
Value to_value(const StateEdit& edit);
StateEdit edit_from(const Value& value);

}  // namespace dgctl::engine
