// What holds for every configuration and every workspace.

#include <sstream>

#include "engine/model/overloaded.h"
#include "engine/model/privileges.h"
#include "engine/plan/draft.h"
#include "tests/support/property.h"
#include "tests/support/random_world.h"

namespace dgctl::engine::converge_test {
namespace {

using tests::FakeWorkspace;
using tests::RandomWorld;
using tests::World;

/// A world in which a configuration was applied, people meddled, and another one is to be applied.
struct Story {
  World world;
  Desired first, second;
};

bool all_applied(const RunReport& report) {
  return std::all_of(report.results.begin(), report.results.end(), [](const auto& item) {
    return std::holds_alternative<Applied>(item.second);
  });
}

/// Nothing if what was drawn is refused: then there is nothing to apply.
bool tell(std::uint64_t seed, Story& story) {
  RandomWorld random(seed);
  story.world.parallelism = 1;  // which step overtakes which is for the tests of apply
  random.furnish(story.world.workspace);
  story.first = random.configuration(story.world.workspace);
  const Draft first = story.world.plan(story.first).draft;
  if (!first.problems.empty() || !first.plan.refusals.empty()) return false;
  story.world.apply(story.first);
  random.meddle(story.world.workspace);
  const std::string suffix = random.chance(50) ? "_other" : "";
  story.second =
      random.chance(50) ? random.configuration(story.world.workspace, suffix) : story.first;
  const Draft second = story.world.plan(story.second).draft;
  story.world.workspace.written.clear();
  return second.problems.empty() && second.plan.refusals.empty();
}

/// A plan in words, for whoever has to find out why a property does not hold.
std::string changes_text(const Plan& plan) {
  std::string text = tests::summary(plan);
  for (const Step& step : plan.steps) {
    text += "step " + std::to_string(step.id) + ": " + to_string(step.call) + "\n";
  }
  return text;
}

std::string failures_text(const RunReport& report) {
  std::string text;
  for (const auto& [step, result] : report.results) {
    if (const auto* failed = std::get_if<Failed>(&result)) text += failed->why + "\n";
    if (const auto* stale = std::get_if<Stale>(&result)) text += stale->what_moved + "\n";
  }
  return text;
}

TEST_CASE("apply converges", "[property]") {
  tests::check_property("the next plan is empty", [](std::uint64_t seed) {
    Story story;
    RC_PRE(tell(seed, story));
    RC_LOG() << changes_text(story.world.plan(story.second).draft.plan);
    const RunReport report = story.world.apply(story.second);
    RC_LOG() << failures_text(report);
    RC_ASSERT(all_applied(report));
    const Plan next = story.world.plan(story.second).draft.plan;
    RC_LOG() << changes_text(next);
    RC_ASSERT(!has_work(next));
  });
}

Securable object_at(const Address& address, const Fields& fields) {
  return {address.kind, full_name(descriptor_of(address.kind), fields)};
}

/// What a replacement says that ends with it.
void add_ends(const Replace& replace, std::map<std::string, Privileges>& taken) {
  const Securable object = object_at(replace.live.address, replace.live.fields);
  for (const auto& [principal, words] : replace.ends)
    taken.emplace(to_text(object) + "/" + principal, words);
}

Privileges words_that_go(const std::vector<FieldChange>& changes) {
  Privileges words;
  for (const FieldChange& change : changes) {
    for (const Value& word : *change.live->list()) words.insert(*word.text());
  }
  return words;
}

/// The words that a plan shows as taken from each pair.
std::map<std::string, Privileges> shown_as_taken(const Plan& plan) {
  std::map<std::string, Privileges> taken;
  const auto add = [&](const Fields& fields, const Privileges& words) {
    const Entry entry = entry_of(fields);
    auto& all = taken[to_text(entry.on) + "/" + *entry.principal.text()];
    all = united(all, words);
  };
  for (const Change& change : plan.changes) {
    if (const auto* c = std::get_if<Replace>(&change)) add_ends(*c, taken);
    if (address_of(change).kind != "grant") continue;
    if (const auto* c = std::get_if<Update>(&change)) add(c->live.fields, words_that_go(c->fields));
    if (const auto* c = std::get_if<Adopt>(&change)) add(c->live.fields, words_that_go(c->fields));
    if (const auto* c = std::get_if<Delete>(&change))
      add(c->live.fields, entry_of(c->live.fields).words);
  }
  return taken;
}

/// The securables that a plan says it deletes or replaces, with what they hold.
bool goes_with_a_deletion(const Plan& plan, const Securable& securable) {
  return std::any_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
    const auto* call = std::get_if<DeleteObject>(&step.call);
    if (call == nullptr) return false;
    for (std::optional<Securable> at = securable; at; at = parent_of(*at)) {
      if (at->full_name == call->id && at->type == call->kind) return true;
    }
    return false;
  });
}

/// Whether a plan makes a securable anew itself, not only what it stands in.
bool is_replaced(const Plan& plan, const Securable& securable) {
  return std::any_of(plan.changes.begin(), plan.changes.end(), [&](const Change& change) {
    const auto* c = std::get_if<Replace>(&change);
    if (c == nullptr) return false;
    const Descriptor& descriptor = descriptor_of(c->live.address.kind);
    return Securable{descriptor.kind, full_name(descriptor, c->live.fields)} == securable;
  });
}

TEST_CASE("no privilege is taken that the plan did not show", "[property]") {
  tests::check_property("taken is a part of shown", [](std::uint64_t seed) {
    Story story;
    RC_PRE(tell(seed, story));
    const Plan plan = story.world.plan(story.second).draft.plan;
    const FakeWorkspace::Content before = story.world.workspace.content;
    story.world.apply(story.second);
    const auto shown = shown_as_taken(plan);
    for (const auto& [securable, grants] : before.grants) {
      const bool replaced = is_replaced(plan, securable);
      if (goes_with_a_deletion(plan, securable) && !replaced) continue;
      for (const auto& [principal, words] : grants.direct) {
        const Privileges after = story.world.workspace.held(to_text(securable), principal);
        // What is given anew is given as ALL_PRIVILEGES where that implies it.
        const Privileges taken = replaced ? beyond(words, after) : without(words, after);
        const auto it = shown.find(to_text(securable) + "/" + principal);
        RC_LOG() << to_text(securable) << " " << principal << "\n";
        RC_ASSERT(without(taken, it == shown.end() ? Privileges{} : it->second).empty());
      }
    }
  });
}

TEST_CASE("nothing outside the plan moves", "[property]") {
  tests::check_property("what the plan does not name stays as it is", [](std::uint64_t seed) {
    Story story;
    RC_PRE(tell(seed, story));
    const Plan plan = story.world.plan(story.second).draft.plan;
    const FakeWorkspace::Content before = story.world.workspace.content;
    story.world.apply(story.second);
    std::set<Securable> written;
    for (const Step& step : plan.steps) {
      std::visit(Overloaded{
                     [&](const CreateObject& c) {
                       written.insert({c.kind, full_name(descriptor_of(c.kind), c.fields)});
                     },
                     [&](const UpdateObject& c) { written.insert({c.kind, *c.id.text()}); },
                     [&](const DeleteObject& c) { written.insert({c.kind, c.id}); },
                     [&](const PatchGrants& c) { written.insert(c.on); },
                     [](const WriteAcl&) {},
                     [](const IssueSecret&) {},
                     [](const StoreSecret&) {},
                     [](const ProveSecret&) {},
                     [](const RetireSecret&) {},
                 },
                 step.call);
    }
    for (const auto& [securable, fields] : before.objects) {
      if (written.contains(securable) || goes_with_a_deletion(plan, securable)) continue;
      RC_ASSERT(story.world.workspace.content.objects.contains(securable));
      RC_ASSERT(story.world.workspace.content.objects.at(securable) == fields);
      const auto grants = before.grants.find(securable);
      if (grants == before.grants.end()) {
        RC_ASSERT(!story.world.workspace.content.grants.contains(securable));
      } else {
        RC_ASSERT(story.world.workspace.content.grants.at(securable) == grants->second);
      }
    }
  });
}

/// Carries out what remains of a plan without one step and what waits for it.
void apply_without(const Plan& plan, StepId left_out, FakeWorkspace& workspace) {
  std::set<StepId> skipped{left_out};
  for (const Step& step : plan.steps) {
    const bool waits = std::any_of(step.after.begin(), step.after.end(), [&](StepId before) {
      return skipped.contains(before);
    });
    if (waits) skipped.insert(step.id);
    if (!skipped.contains(step.id)) workspace.write(step, {});
  }
}

TEST_CASE("no step can be left out", "[property]") {
  tests::check_property("without one step the next plan is not empty", [](std::uint64_t seed) {
    Story story;
    RC_PRE(tell(seed, story));
    const Plan plan = story.world.plan(story.second).draft.plan;
    const FakeWorkspace::Content before = story.world.workspace.content;
    for (const Step& step : plan.steps) {
      story.world.workspace.content = before;
      apply_without(plan, step.id, story.world.workspace);
      const Draft draft = story.world.plan(story.second).draft;
      const Plan& next = draft.plan;
      RC_LOG() << "left out step " << step.id << "\n"
               << changes_text(plan) << "next:\n"
               << changes_text(next);
      for (const auto& problem : draft.problems) RC_LOG() << problem.message << "\n";
      for (const auto& kept : next.kept)
        RC_LOG() << "kept " << to_string(kept.address) << kept.because << "\n";
      RC_ASSERT(has_changes(next));
    }
  });
}

/// The recorded objects that may not be deleted: the configuration says so, or the record where the
/// configuration has no such block.
std::set<Securable> protected_objects(const State& state, const Desired& desired) {
  std::map<Securable, bool> said;
  for (const DesiredResource& resource : desired.resources) {
    if (resource.address.kind != "grant")
      said.emplace(object_at(resource.address, resource.fields), resource.prevent_destroy);
  }
  std::set<Securable> all;
  for (const auto& [address, recorded] : state.resources) {
    if (address.kind == "grant") continue;
    const Securable object = object_at(address, recorded.fields);
    const auto it = said.find(object);
    if (it == said.end() ? recorded.prevent_destroy : it->second) all.insert(object);
  }
  return all;
}

TEST_CASE("what is protected outlives every plan", "[property]") {
  tests::check_property("prevent_destroy holds", [](std::uint64_t seed) {
    Story story;
    RC_PRE(tell(seed, story));
    const bool destroys = seed % 2 == 0;
    const FakeWorkspace::Content before = story.world.workspace.content;
    const State state = story.world.state();
    RC_LOG() << changes_text(story.world.plan(story.second, destroys).draft.plan);
    story.world.apply(story.second, destroys);
    for (const Securable& object : protected_objects(state, story.second)) {
      if (!before.objects.contains(object)) continue;
      RC_LOG() << to_text(object) << "\n";
      RC_ASSERT(story.world.workspace.content.objects.contains(object));
      const auto deletes = [&](const Call& call) {
        const auto* gone = std::get_if<DeleteObject>(&call);
        return gone != nullptr && gone->kind == object.type && gone->id == object.full_name;
      };
      const auto& written = story.world.workspace.written;
      RC_ASSERT(std::none_of(written.begin(), written.end(), deletes));
    }
  });
}

TEST_CASE("one request is sent for each securable and object and kind of writing", "[property]") {
  tests::check_property("grants are merged", [](std::uint64_t seed) {
    Story story;
    RC_PRE(tell(seed, story));
    std::set<Securable> patched;
    for (const Step& step : story.world.plan(story.second).draft.plan.steps) {
      const auto* patch = std::get_if<PatchGrants>(&step.call);
      if (patch == nullptr) continue;
      RC_ASSERT(patched.insert(patch->on).second);
      for (const GrantDelta& delta : patch->deltas) {
        RC_ASSERT(!delta.add.empty() || !delta.remove.empty());
        RC_ASSERT(common(delta.add, delta.remove).empty());
      }
    }
  });
}

TEST_CASE("the same inputs make the same bytes in whatever order they come", "[property]") {
  tests::check_property("plan_text is a function of its inputs", [](std::uint64_t seed) {
    Story story;
    RC_PRE(tell(seed, story));
    PlanFile file;
    file.plan = story.world.plan(story.second).draft.plan;
    PlanFile again;
    Desired shuffled = story.second;
    std::reverse(shuffled.resources.begin(), shuffled.resources.end());
    std::reverse(shuffled.principals.begin(), shuffled.principals.end());
    again.plan = story.world.plan(shuffled).draft.plan;
    RC_ASSERT(plan_text(file) == plan_text(again));
  });
}

TEST_CASE("renaming every key plans no request", "[property]") {
  tests::check_property("keys name things here and nowhere else", [](std::uint64_t seed) {
    World world;
    RandomWorld random(seed);
    random.furnish(world.workspace);
    const FakeWorkspace::Content start = world.workspace.content;
    RandomWorld plain(seed + 1);
    const Desired first = plain.configuration(world.workspace);
    const Draft draft = world.plan(first).draft;
    RC_PRE(draft.problems.empty() && draft.plan.refusals.empty());
    world.apply(first);
    FakeWorkspace unchanged;
    unchanged.content = start;
    RandomWorld same(seed + 1);
    const Plan plan = world.plan(same.configuration(unchanged, "_renamed")).draft.plan;
    RC_LOG() << changes_text(plan);
    RC_ASSERT(plan.steps.empty());
    RC_ASSERT(!has_changes(plan));
  });
}

/// The diff once more, straight from the rules and without regard to cost: what each pair holds
/// after the plan.
class NaiveGrants {
 public:
  NaiveGrants(const World& world, const Desired& desired, const State& state) : world_(world) {
    read(desired);
    read(state);
    for (const auto& [securable, grants] : world.workspace.content.grants) {
      for (const auto& [principal, words] : grants.direct)
        pairs_.insert(to_text(securable) + "/" + principal);
    }
  }

  /// `gone` is what the plan deletes or makes anew.
  std::map<std::string, Privileges> after(const std::set<Securable>& gone) {
    std::map<std::string, Privileges> after;
    for (const std::string& pair : pairs_) {
      const Privileges words = after_one(pair, gone);
      if (!words.empty()) after[pair] = words;
    }
    return after;
  }

 private:
  void read(const Desired& desired) {
    for (const DesiredResource& resource : desired.resources) {
      if (resource.address.kind == "grant") {
        const Entry entry = entry_of(resource.fields);
        named_.insert(entry.on);
        wanted_[to_text(entry.on) + "/" + *entry.principal.text()] = entry.words;
        continue;
      }
      const Securable object{resource.address.kind,
                             full_name(descriptor_of(resource.address.kind), resource.fields)};
      named_.insert(object);
      if (resource.exclusive) exclusive_.insert(object);
    }
    for (const DesiredPrincipal& principal : desired.principals) {
      principals_[*principal.principal.text()] = principal.excess;
    }
    for (const auto& [pair, words] : wanted_) pairs_.insert(pair);
  }

  void read(const State& state) {
    for (const auto& [address, recorded] : state.resources) {
      if (address.kind != "grant") continue;
      const Entry entry = entry_of(recorded.fields);
      const std::string pair = to_text(entry.on) + "/" + *entry.principal.text();
      given_[pair] = recorded.given;
      pairs_.insert(pair);
    }
  }

  /// Whether whatever the file does not give on a pair's securable is revoked.
  bool revokes_rest(const Securable& on, const std::string& principal) const {
    const auto of_file = principals_.find(principal);
    return named_.contains(on) && (exclusive_.contains(on) || (of_file != principals_.end() &&
                                                               of_file->second == Excess::Revoke));
  }

  Privileges after_one(const std::string& pair, const std::set<Securable>& gone) {
    const Securable on = securable_from(pair.substr(0, pair.rfind('/')));
    const std::string principal = pair.substr(pair.rfind('/') + 1);
    bool remade = false;
    for (std::optional<Securable> at = on; at; at = parent_of(*at))
      remade = remade || gone.contains(*at);
    const Privileges live = remade ? Privileges{} : world_.workspace.held(to_text(on), principal);
    const Privileges& wanted = wanted_[pair];
    const bool all = wanted.contains("ALL_PRIVILEGES");
    const auto implied = [&](const std::string& word) { return all && is_implied_by_all(word); };
    Privileges after;
    for (const std::string& word : live) {
      const bool goes = revokes_rest(on, principal) || given_[pair].contains(word);
      if (wanted.contains(word) || implied(word) || !goes) after.insert(word);
    }
    for (const std::string& word : wanted) {
      if (!implied(word)) after.insert(word);
    }
    return after;
  }

  const World& world_;
  std::set<Securable> named_, exclusive_;
  std::map<std::string, Privileges> wanted_, given_;
  std::map<std::string, Excess> principals_;
  std::set<std::string> pairs_;
};

TEST_CASE("a naive diff agrees", "[property]") {
  tests::check_property("grants after apply are what the rules say", [](std::uint64_t seed) {
    Story story;
    RC_PRE(tell(seed, story));
    const State state = story.world.state();
    const Plan plan = story.world.plan(story.second).draft.plan;
    // The guard that keeps MANAGE of whoever runs this is tested by itself.
    RC_PRE(plan.warnings.empty());
    std::set<Securable> deleted;
    for (const auto& [securable, fields] : story.world.workspace.content.objects) {
      if (goes_with_a_deletion(plan, securable)) deleted.insert(securable);
    }
    const auto expected = NaiveGrants(story.world, story.second, state).after(deleted);
    RC_LOG() << changes_text(plan);
    story.world.apply(story.second);
    std::map<std::string, Privileges> actual;
    for (const auto& [securable, grants] : story.world.workspace.content.grants) {
      for (const auto& [principal, words] : grants.direct) {
        actual[to_text(securable) + "/" + principal] = words;
      }
    }
    RC_ASSERT(actual == expected);
  });
}

}  // namespace
}  // namespace dgctl::engine::converge_test
