#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/privileges.h"
#include "engine/plan/draft.h"
#include "engine/plan/live_view.h"
#include "engine/plan/words.h"

// What the parts of the diff share; nobody outside engine/plan includes it.

namespace dgctl::engine {

enum class Presence {
  Pending,  ///< not read yet
  Found,
  Absent,  ///< and so to be made, where the configuration asks for it
  Hidden,
};

/// A change with what its steps need beyond what people read of it.
struct Drafted {
  Change change;
  std::vector<StateEdit> edits;
  std::vector<Address> needs;
  WordsDelta delta;                 ///< of an entry: what is sent
  bool exclusive = false;           ///< of an entry: everybody's grants were reviewed
  bool takes_over = false;          ///< of an object: it becomes the runner's, who may not
                                    ///< write to it before
  bool with_contents = false;       ///< of a deletion
  std::string id;                   ///< of an object by id: the one that is there
  std::optional<LevelEntry> level;  ///< of an entry with levels: what is sent; "": taken away
  /// The step that makes or deletes that resource does this as well.
  std::optional<Address> comes_with;
  std::vector<Call> secret_calls;          ///< one after the other
  std::vector<std::string> emptied_first;  ///< of a deletion: names of what is dropped before it
};

/// What a desired object that its id identifies is in the workspace.
struct Resolution {
  Presence presence = Presence::Pending;
  const Object* live = nullptr;  ///< if found
  Lookup lookup;                 ///< that told it
};

/// Recorded objects that are gone.
struct Vanished {
  std::set<std::string, std::less<>> things;      ///< as entries name them: "catalog:sales"
  std::set<std::string, std::less<>> principals;  ///< by each of their names

  void add(const Recorded& object);
  /// Whether something recorded went with one of them.
  [[nodiscard]] bool took_along(const Recorded& record) const;
};

class Drafting {
 public:
  explicit Drafting(const PlanInput& input);

  const PlanInput& in;
  LiveView view;
  Draft out;
  std::vector<Drafted> drafted;

  std::vector<const DesiredResource*> wanted;            ///< all that is desired, by address
  std::map<NaturalKey, const Recorded*> recorded;        ///< objects
  std::map<NaturalKey, const DesiredResource*> managed;  ///< desired objects but `existing` ones
  std::set<NaturalKey> existing;                         ///< desired objects that are only read
  std::set<Securable> replaced, deleted;                 ///< by this plan
  std::map<Address, const Recorded*> identified;         ///< objects that their ids identify
  std::set<Address> deleted_objects;                     ///< of those, by this plan
  std::vector<std::pair<Address, std::string>> refused;  ///< changes, and why they may not be
  Vanished vanished;                                     ///< while drift is looked for

  /// Whether an object exists, considering what this plan makes and replaces around it.
  Presence presence_of(const Securable& object);
  /// What an object that its id identifies is: by the id that the configuration gives, that the
  /// state or the sink has recorded, or, where names are unique, by its name. Notes what forbids
  /// making it.
  const Resolution& resolution_of(const DesiredResource& resource);
  /// Notes a problem where two desired objects are one in the workspace.
  void check_that_objects_differ();
  /// What is recorded of a desired object that its id identifies, or nullptr.
  [[nodiscard]] const Recorded* record_of(const DesiredResource& resource) const;
  /// Whether a desired resource is what is recorded there.
  [[nodiscard]] bool is_claimed(const Recorded& record) const { return claimed_.contains(&record); }
  /// The name under which steps and sets know an object.
  [[nodiscard]] Securable target_of(const DesiredResource& resource) const;
  /// A value with all references to something live replaced. Nothing: not read yet.
  std::optional<Value> known(const Value& value, const DesiredResource& of) {
    return resolved(value, of);
  }
  /// A principal as a text that stands for it: its name, or, while it is to be made, the reference
  /// to it; "" where it is not read yet. The text outlives the draft.
  std::string_view principal_text(const Value& principal, const DesiredResource& of);
  /// Whether such a text stands for a principal that this plan makes.
  [[nodiscard]] const Value* made_principal(std::string_view text) const;
  /// Whether a principal's name was learnt of an object that is there.
  [[nodiscard]] bool is_known_principal(std::string_view name) const {
    return known_principals_.contains(name);
  }
  /// Whether a recorded secret is one of the principal that a desired one is of, as that is and as
  /// it was recorded: keys may have changed places.
  bool is_of_its_principal(const Recorded& secret, const DesiredResource& desired);
  /// The label that a sink must bear to be this stack's.
  [[nodiscard]] bool is_own(const SinkLabel& label) const;
  [[nodiscard]] std::string stack() const { return in.desired.stack + "/" + in.desired.target; }
  /// Entries and secrets make room too, once it is known what their principals are.
  void make_room_for_entries();

  /// Whether this plan replaces the securable or what it stands in, so that it starts anew.
  [[nodiscard]] bool is_remade(const Securable& securable) const;
  /// Whether this plan deletes the securable or what it stands in.
  [[nodiscard]] bool is_deleted(const Securable& securable) const;
  /// The nearest of a securable and what it stands in that the configuration manages, or nullptr.
  [[nodiscard]] const DesiredResource* managed_around(const Securable& securable) const;
  /// What is desired at an address, or nullptr.
  [[nodiscard]] const DesiredResource* wanted_at(const Address& address) const;
  /// Whether what is recorded may not be deleted. The configuration decides while it has the block,
  /// afterwards what the last apply recorded.
  [[nodiscard]] bool is_protected(const Recorded& record) const;
  /// Whether the command line lifts that for one resource.
  [[nodiscard]] bool is_released(const Address& address) const;
  /// Likewise, whether it may be deleted with what it holds.
  [[nodiscard]] bool is_forced(const Recorded& record) const;
  /// What is recorded of an object, or nullptr.
  [[nodiscard]] const Recorded* recorded_of(const NaturalKey& key) const;

  /// Notes a problem unless the principal exists and can be named in a grant. False: not read yet.
  /// `local_too`: a group of the workspace is as good as one of the account.
  bool check_principal(const Principal& principal,
                       const std::vector<Place>& places,
                       bool local_too = false);
  /// A resource's fields, every reference to something live replaced by its value; what a step will
  /// yield stays KnownAfter. Nothing: not read yet.
  std::optional<Fields> resolved(const DesiredResource& resource);
  /// Whether a difference of a field is accepted today; notes it. `live`, `desired`: nullptr where
  /// there is nothing.
  bool is_ignored(const DesiredResource& resource,
                  const std::string& field,
                  const Value* live,
                  const Value* desired);

  /// Whether the state knows a principal: the last apply looked at what it holds.
  [[nodiscard]] bool is_recorded_principal(std::string_view name);

  /// Notes that a look-up, or what its subject stands in, may not be seen.
  void note_hidden(const Lookup& lookup, const Address& affected);
  /// Notes that something is there without some of its fields: which they are.
  void note_unshown(const Lookup& lookup,
                    const std::vector<std::string>& fields,
                    const Address& affected);
  void problem(const std::vector<Place>& places, const std::string& message);
  /// Notes what a plan would refuse and drift only tells.
  void warn(const std::vector<Place>& places, const std::string& message);
  /// The address of a record after those whose address another object takes have made room.
  [[nodiscard]] Address address_now(const Address& was) const;

 private:
  void note_records();
  void assign_records();
  void assign(const DesiredResource& resource, const Recorded* record);
  void note_secrets();
  Resolution resolve(const DesiredResource& resource);
  Resolution resolve_given(const DesiredResource& resource, const std::string& id);
  Resolution resolve_by_label(const DesiredResource& resource);
  const ReadResult* in_sink_of(const DesiredResource& principal);
  void report_bearers(const DesiredResource& resource, const Objects& bearers);
  bool is_same_thing(const Recorded& recorded, const DesiredResource& resource);
  void move_aside(const Recorded& recorded);
  void make_room();
  [[nodiscard]] const DesiredResource* block_of(const Recorded& record) const;
  [[nodiscard]] Address spare_address(const Recorded& recorded) const;
  std::optional<Value> resolved(const Value& value, const DesiredResource& resource);
  std::optional<Value> resolved(const KnownAfter& later, const DesiredResource& resource);
  void report_same(const DesiredResource& resource, const DesiredResource& other);
  void report_unseen(const DesiredResource& of, const Lookup& lookup);
  /// What a reference stands for: KnownAfter where what it refers to is not there yet.
  std::optional<Value> referred_to(const AttributeRef& ref, const DesiredResource& resource);
  std::map<NaturalKey, const DesiredResource*> to_be_destroyed_;  ///< blocks, while destroying
  std::set<Principal> unknown_;                                   ///< principals already told
  std::map<Securable, Presence> presence_;
  std::map<Address, Address> made_room_;  ///< from and to
  std::map<const DesiredResource*, const Recorded*> record_of_;
  std::set<const Recorded*> claimed_;
  std::map<const DesiredResource*, Resolution> resolutions_;
  std::map<Address, const DesiredResource*> secret_of_;  ///< by the principal's address
  std::map<AttributeRef, std::string> principal_texts_;  ///< by reference
  std::map<std::string, Value, std::less<>> made_principals_;
  std::set<std::string, std::less<>> known_principals_;
  std::optional<std::set<std::string, std::less<>>> recorded_principals_;
};

/// Compares the workspace that answers with the pins.
void check_workspace(Drafting& drafting);
void draft_objects(Drafting& drafting);
/// Parents first, and what is referred to before what refers to it: both decide whether a thing is
/// made anew.
std::vector<const DesiredResource*> objects_in_order(const Drafting& drafting);
/// Whether what an object's fields name exists, where they come to name something else than the
/// live one's. Notes what does not. False: not read yet.
bool check_named(Drafting& drafting,
                 const DesiredResource& resource,
                 const Fields& desired,
                 const Fields* live);
/// An object that is only referred to: read where something depends on it, never changed.
void draft_existing(Drafting& drafting, const DesiredResource& resource);
/// Objects that are recorded and no longer asked for.
void draft_leftovers(Drafting& drafting);
void draft_entries(Drafting& drafting);
/// Entries that are one level each: permissions, assignments, memberships.
void draft_levels(Drafting& drafting);
/// A level that was given and that nobody asks for any more.
void draft_level_leftover(Drafting& drafting, const Recorded& record);
void draft_secrets(Drafting& drafting);
/// Leaves what `--only` names and what that needs.
void keep_chosen(Drafting& drafting);
/// Holds what was drafted to the limits of one apply.
void check_limits(Drafting& drafting);
/// In place of what would be sent: what is there is recorded. Called instead of the rest where the
/// draft looks for drift.
void draft_refresh(Drafting& drafting);
/// Makes the plan's changes and steps of what was drafted.
void finish(Drafting& drafting);
/// The steps of what was drafted, in the order in which people read it.
void draft_steps(Drafting& drafting);

/// One principal's words on one securable, and all that is known of them.
struct PairInput {
  const Securable& on;
  std::string_view principal;
  const Value* made;  ///< the reference to a principal that this plan makes, else nullptr
  const DesiredResource* desired;
  const Recorded* record;
  const DesiredPrincipal* of_file;  ///< the principal, if the configuration names it
  const Privileges& live;
  bool in_file;    ///< the configuration names the securable
  bool exclusive;  ///< its direct grants are the only ones
  bool covered;    ///< the last apply looked at what the principal held there
  bool unmet;      ///< the configuration names it, on a condition that does not hold
};
void draft_pair(Drafting& drafting, const PairInput& pair);
/// A record leaves the state, its words stay where they are.
void forget_entry(Drafting& drafting, const Recorded& record, const std::string& because);

/// What stands in an object that is to be deleted.
struct Contents {
  bool pending = false;
  std::vector<std::string> names;    ///< what this plan does not delete by itself
  std::vector<std::string> to_drop;  ///< empty things that came with it and are dropped first
  std::string hidden;                ///< why its contents cannot be seen, or ""
};
Contents contents_of(Drafting& drafting, const Securable& object);
/// What stands in an object and must not go with it, as text: "catalog.k" or "". What of it is not
/// recorded counts where `contents` names it.
std::string protected_within(const Drafting& drafting,
                             const Securable& object,
                             const Contents& contents);
/// What stands in an object, would go with it and nothing makes again, though the configuration
/// grants something on it: "table c.s.t, which grant.table:c.s.t/main names", or "".
std::string lost_within(const Drafting& drafting, const Securable& object);
/// All that a deletion takes along, in the order of names.
std::vector<std::string> goes_along(const Contents& contents);
std::string joined(const std::vector<std::string>& names);
/// A kind as a sentence says it: "service principal".
std::string spoken(std::string kind);
/// The id that the configuration, a record or the workspace gives, "" where they give none.
std::string given_id(const Descriptor& descriptor, const Fields& fields);
/// What people write to say which of some objects they mean.
std::string id_field(const Descriptor& descriptor);
Securable object_of(const DesiredResource& resource);

}  // namespace dgctl::engine
