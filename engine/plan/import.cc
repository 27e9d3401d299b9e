#include "engine/plan/import.h"

#include <algorithm>

#include "engine/model/nearest.h"
#include "engine/plan/importing.h"

namespace dgctl::engine {
namespace {

/// A block with all that it refers to and stands in.
class Around {
 public:
  explicit Around(const Drafting& drafting) : d_(drafting) {}

  std::set<const DesiredResource*> of(const DesiredResource& resource) {
    add(resource);
    return std::move(all_);
  }

 private:
  void add(const DesiredResource& resource) {
    if (!all_.insert(&resource).second) return;
    for (const Address& address : resource.needs) {
      if (const DesiredResource* needed = d_.wanted_at(address)) add(*needed);
    }
    const Descriptor& descriptor = descriptor_of(resource.address.kind);
    if (descriptor.by_id || descriptor.has_levels || descriptor.shape == Shape::Secret) return;
    std::optional<Securable> at =
        descriptor.shape == Shape::Entry ? entry_of(resource.fields).on : object_of(resource);
    for (; at; at = parent_of(*at)) {
      const auto it = d_.managed.find({at->type, at->full_name});
      if (it != d_.managed.end()) add(*it->second);
    }
  }

  const Drafting& d_;
  std::set<const DesiredResource*> all_;
};

/// The principal or the thing that an entry or a secret is of and that is not known yet.
std::string why_not_yet(const Drafting& drafting, const DesiredResource& resource) {
  for (const char* name : {"object", "principal"}) {
    const Value* value = find(resource.fields, name);
    if (value == nullptr) continue;
    for (const AttributeRef& ref : references_in(*value)) {
      const DesiredResource* of = drafting.wanted_at(ref.of);
      const bool is_known = of == nullptr || of->existing || drafting.record_of(*of) != nullptr ||
                            !given_id(descriptor_of(ref.of.kind), of->fields).empty();
      if (is_known) continue;
      return to_string(resource.address) + " needs " + to_string(ref.of) +
             ", which is not recorded yet; import that first";
    }
  }
  return {};
}

class Importing {
 public:
  explicit Importing(const ImportInput& input)
      : in_(input),
        plan_input_{input.desired, input.state, input.live, input.now, false, std::nullopt},
        d_(plan_input_),
        resource_(*d_.wanted_at(input.request.address)),
        descriptor_(descriptor_of(resource_.address.kind)),
        live_(input.live) {}

  ImportDraft run() {
    check_workspace(d_);
    out_.wrong_workspace = d_.out.wrong_workspace;
    if (!out_.wrong_workspace.empty()) return std::move(out_);
    out_.refusal = why_not_yet(d_, resource_);
    if (out_.refusal.empty()) find_it();
    for (const Lookup& lookup : d_.view.missing()) out_.missing.push_back(lookup);
    out_.problems.insert(out_.problems.end(), d_.out.problems.begin(), d_.out.problems.end());
    out_.is_denied = out_.is_denied || d_.out.is_denied;
    const bool is_found = out_.missing.empty() && out_.problems.empty() && out_.refusal.empty();
    if (is_found) look_ahead();
    return std::move(out_);
  }

 private:
  void find_it() {
    if (descriptor_.shape == Shape::Secret) {
      draft_secret_import(d_, in_.request, out_);
    } else if (!descriptor_.by_id) {
      if (!is_recorded_elsewhere()) take_over(part());
    } else if (const Object* object = object_to_import(d_, in_.request, out_)) {
      take_over(part_with(*object));
    }
  }

  bool is_recorded_elsewhere() {
    if (descriptor_.shape != Shape::Object) return false;
    const NaturalKey key = natural_key(resource_.address, resource_.fields);
    const Recorded* record = d_.recorded_of(key);
    if (record == nullptr) return false;
    refuse_recorded(spoken(key.kind) + " " + key.name, record->address);
    return true;
  }

  void refuse_recorded(const std::string& what, const Address& at) {
    out_.refusal = what + " is recorded already, at " + to_string(at) + "; `dgctl state mv " +
                   to_string(at) + " " + to_string(resource_.address) + "` gives it this address";
  }

  // ---- the part of configuration and state that matters

  [[nodiscard]] Desired part() const {
    Desired part = in_.desired;
    part.connections.clear();
    part.resources.clear();
    for (const DesiredResource* resource : Around(d_).of(resource_)) {
      part.resources.push_back(*resource);
      part.resources.back().exclusive = false;
    }
    const Value* principal = find(resource_.fields, "principal");
    const bool is_entry = descriptor_.shape == Shape::Entry && principal != nullptr;
    std::erase_if(part.principals, [&](const DesiredPrincipal& candidate) {
      return !is_entry || candidate.principal != *principal;
    });
    return part;
  }

  /// As if the configuration named that object by its id, and asked to adopt it.
  Desired part_with(const Object& object) {
    std::string id = given_id(descriptor_, object.fields);
    if (id.empty()) id = object.id;
    live_.insert_or_assign(ById{descriptor_.kind, id}, Found{object});
    live_.insert_or_assign(ById{descriptor_.kind, object.id}, Found{object});
    Desired part = this->part();
    for (DesiredResource& resource : part.resources) {
      if (resource.address != resource_.address) continue;
      resource.adopt = true;
      resource.fields.insert_or_assign(id_field(descriptor_), id);
    }
    return part;
  }

  [[nodiscard]] State part_of_state() const {
    State part = in_.state;
    part.resources.clear();
    part.excess.clear();
    for (const DesiredResource* resource : Around(d_).of(resource_)) {
      const Descriptor& descriptor = descriptor_of(resource->address.kind);
      if (descriptor.shape != Shape::Object) continue;
      const Recorded* record =
          descriptor.by_id ? d_.record_of(*resource)
                           : d_.recorded_of(natural_key(resource->address, resource->fields));
      if (record != nullptr) part.resources.emplace(record->address, *record);
    }
    return part;
  }

  // ---- what is there

  void take_over(const Desired& part) {
    const State state = part_of_state();
    const Draft draft = engine::draft({part, state, live_, in_.now, false, std::nullopt});
    out_.missing = draft.missing;
    if (!draft.missing.empty()) return;
    for (const HiddenRead& read : draft.plan.hidden) {
      const auto& affects = read.affects;
      if (std::find(affects.begin(), affects.end(), resource_.address) == affects.end()) continue;
      return deny(read.lookup, {read.needs, read.reason}, out_);
    }
    out_.problems = draft.problems;
    out_.is_denied = draft.is_denied;
    if (draft.problems.empty()) take_from(draft.plan);
  }

  void take_from(const Plan& plan) {
    for (std::size_t i = 0; i < plan.changes.size(); ++i) {
      if (address_of(plan.changes[i]) != resource_.address) continue;
      if (const auto* create = std::get_if<Create>(&plan.changes[i])) {
        return refuse_absent(create->desired);
      }
      const auto& adopt = std::get<Adopt>(plan.changes[i]);
      if (!is_that(adopt.live)) return;
      taken_ = taken_over(adopt, std::get<Put>(plan.edits[i].front()).recorded, plan);
      out_.recorded = taken_.recorded;
      return;
    }
    out_.refusal = "the configuration asks for " + to_string(resource_.address) +
                   " only where what it is on exists and is not the principal's own, which is not "
                   "so now";
  }

  /// Whether an entry is the one that the request names, and recorded nowhere.
  bool is_that(const Resource& live) {
    if (descriptor_.shape != Shape::Entry) return true;
    const NaturalKey key = natural_key(live.address, live.fields);
    for (const auto& [address, recorded] : in_.state.resources) {
      if (address.kind != key.kind || natural_key(address, recorded.fields) != key) continue;
      refuse_recorded(key.name, address);
      return false;
    }
    const std::string& id = in_.request.id;
    const bool is_it = id.empty() || id == key.name || id == live.address.key ||
                       id == text_of(live.fields, "principal");
    if (is_it) return true;
    out_.refusal = to_string(live.address) + " is " + key.name + ", not " + id +
                   "; its address says which it is: leave the id out";
    return false;
  }

  void refuse_absent(const Resource& desired) {
    if (descriptor_.shape == Shape::Entry) {
      const std::string who = text_of(desired.fields, "principal");
      const std::string on =
          text_of(desired.fields, descriptor_.has_levels ? "object" : "securable");
      out_.refusal = "there is nothing to import: " + (who.empty() ? "its principal" : who) +
                     " holds nothing directly on " + (on == kWorkspaceThing ? "the workspace" : on);
      return;
    }
    const Securable object = object_of(resource_);
    const ReadResult* around = d_.view.get(beside(object));
    if (around == nullptr) return;
    const auto* names = found_in<Names>(around);
    const std::string near = names == nullptr ? "" : nearest(object.full_name, *names);
    out_.refusal = "there is no " + object.type + " '" + object.full_name + "'" +
                   did_you_mean(near.empty() ? "" : "'" + near + "'", "; `dgctl apply` makes it");
  }

  // ---- what the next plan will say

  void look_ahead() {
    State part_of = part_of_state();
    out_.state = in_.state;
    for (State* state : {&out_.state, &part_of}) {
      state->resources.insert_or_assign(resource_.address, out_.recorded);
      if (!taken_.beyond.empty()) state->excess.insert_or_assign(taken_.key, taken_.beyond);
    }
    const Desired desired = part();
    const Draft draft = engine::draft({desired, part_of, live_, in_.now, false, std::nullopt});
    out_.missing = draft.missing;
    if (!draft.missing.empty() || !draft.problems.empty()) return;
    out_.next.emplace();
    for (const Change& change : draft.plan.changes) {
      if (address_of(change) == resource_.address) out_.next->push_back(change);
    }
  }

  const ImportInput& in_;
  PlanInput plan_input_;
  Drafting d_;
  const DesiredResource& resource_;
  const Descriptor& descriptor_;
  Live live_;
  ImportDraft out_;
  Taken taken_;
};

/// The texts of a list that are not among `out`.
List members_without(const Value* list, const Privileges& out) {
  List members;
  if (list == nullptr || list->list() == nullptr) return members;
  for (const Value& member : *list->list()) {
    if (member.text() != nullptr && !out.contains(*member.text())) members.push_back(member);
  }
  return members;
}

}  // namespace

Taken taken_over(const Adopt& adopt, const Recorded& planned, const Plan& plan) {
  Taken taken{planned, {}, {}};
  const Descriptor& descriptor = descriptor_of(planned.address.kind);
  taken.recorded.created = false;
  taken.recorded.given.clear();
  taken.key = descriptor.shape == Shape::Entry ? natural_key(planned.address, adopt.live.fields)
                                               : NaturalKey{descriptor.kind, planned.id};
  const auto held = plan.excess.find(taken.key);
  if (held != plan.excess.end()) taken.beyond = held->second;
  Fields& fields = taken.recorded.fields;
  for (const FieldChange& change : adopt.fields) {
    const Field* field = descriptor.field(change.field);
    if (field != nullptr && field->set_like) {
      // Of the live members those that nobody asks for count as seen.
      taken.beyond.merge(members_of(change.live ? &*change.live : nullptr));
      const Privileges comes = members_of(change.desired ? &*change.desired : nullptr);
      fields.insert_or_assign(change.field, members_without(find(fields, change.field), comes));
    } else if (change.live) {
      fields.insert_or_assign(change.field, *change.live);
    } else {
      fields.erase(change.field);
    }
  }
  return taken;
}

ImportDraft draft_import(const ImportInput& input) { return Importing(input).run(); }

}  // namespace dgctl::engine
