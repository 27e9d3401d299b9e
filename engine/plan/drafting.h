#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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
  WordsDelta delta;                        ///< of an entry: what is sent
  bool exclusive = false;                  ///< of an entry: everybody's grants were reviewed
  bool takes_over = false;                 ///< of an object: it becomes the runner's, who may not
                                           ///< write to it before
  bool with_contents = false;              ///< of a deletion
  std::vector<std::string> emptied_first;  ///< of a deletion: names of what is dropped before it
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

  /// Whether an object exists, considering what this plan makes and replaces around it.
  Presence presence_of(const Securable& object);
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
  /// Likewise, whether it may be deleted with what it holds.
  [[nodiscard]] bool is_forced(const Recorded& record) const;
  /// What is recorded of an object, or nullptr.
  [[nodiscard]] const Recorded* recorded_of(const NaturalKey& key) const;

  /// Notes a problem unless the principal exists and can be named in a grant. False: not read yet.
  bool check_principal(const Principal& principal, const std::vector<Place>& places);
  /// A resource's fields, every reference to something live replaced by its value; what a step will
  /// yield stays KnownAfter. Nothing: not read yet.
  std::optional<Fields> resolved(const DesiredResource& resource);
  /// Whether a difference of a field is accepted today; notes it.
  bool is_ignored(const DesiredResource& resource, const std::string& field);

  /// Notes that a look-up, or what its subject stands in, may not be seen.
  void note_hidden(const Lookup& lookup, const Address& affected);
  void problem(const std::vector<Place>& places, const std::string& message);
  /// The address of a record after those whose address another object takes have made room.
  [[nodiscard]] Address address_now(const Address& was) const;

 private:
  void make_room();
  [[nodiscard]] const DesiredResource* block_of(const Recorded& record) const;
  [[nodiscard]] Address spare_address(const Recorded& recorded) const;
  std::optional<Value> resolved(const Value& value, const DesiredResource& resource);
  std::optional<Value> resolved(const KnownAfter& later, const DesiredResource& resource);
  /// What a reference stands for: KnownAfter where what it refers to is not there yet.
  std::optional<Value> referred_to(const AttributeRef& ref, const DesiredResource& resource);
  std::map<NaturalKey, const DesiredResource*> to_be_destroyed_;  ///< blocks, while destroying
  std::set<Principal> unknown_;                                   ///< principals already told
  std::map<Securable, Presence> presence_;
  std::map<Address, Address> made_room_;  ///< from and to
};

/// Compares the workspace that answers with the pins.
void check_workspace(Drafting& drafting);
void draft_objects(Drafting& drafting);
/// Objects that are recorded and no longer asked for.
void draft_leftovers(Drafting& drafting);
void draft_entries(Drafting& drafting);
/// Makes the plan's changes and steps of what was drafted.
void finish(Drafting& drafting);

/// One principal's words on one securable, and all that is known of them.
struct PairInput {
  const Securable& on;
  std::string_view principal;
  const DesiredResource* desired;
  const Recorded* record;
  const DesiredPrincipal* of_file;  ///< the principal, if the configuration names it
  const Privileges& live;
  bool in_file;    ///< the configuration names the securable
  bool exclusive;  ///< its direct grants are the only ones
  bool covered;    ///< something is recorded on it
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
Securable object_of(const DesiredResource& resource);

}  // namespace dgctl::engine
