#include "engine/apply/executor.h"

#include <atomic>
#include <cstdlib>
#include <functional>

#include "tests/support/catch.h"
#include "tests/support/property.h"
#include "tests/support/random_world.h"

namespace dgctl::engine::executor_test {
namespace {

using tests::DesiredBuilder;
using tests::FakeWorkspace;
using tests::RandomWorld;
using tests::summary;
using tests::World;

/// What a kill is in these tests: nobody catches it, and what was written stays.
struct Killed : std::exception {};

/// The connection is gone before an answer came.
ProviderError unheard() {
  ProviderError error(ErrorClass::Transport, "the connection was reset");
  error.may_have_happened = true;
  return error;
}

Desired three_catalogs() {
  return DesiredBuilder()
      .catalog("a", "a")
      .catalog("b", "b")
      .catalog("c", "c")
      .grant("catalog:a", "analysts", {"SELECT"})
      .grant("catalog:b", "analysts", {"SELECT"})
      .build();
}

TEST_CASE("a step that fails takes along what needs it and nothing else", "[executor]") {
  World world;
  world.workspace.before_write = [](const Step& step) {
    const auto* create = std::get_if<CreateObject>(&step.call);
    if (create != nullptr && text_of(create->fields, "name") == "b") {
      throw ProviderError(ErrorClass::Denied, "CREATE CATALOG is not granted");
    }
  };
  const RunReport report = world.apply(three_catalogs());
  CHECK(report.done.added == 3);
  std::size_t skipped = 0;
  for (const auto& [step, result] : report.results) {
    if (std::holds_alternative<Skipped>(result)) ++skipped;
  }
  CHECK(skipped == 1);
  CHECK(world.state().runs.back().outcome == "partial");
  world.workspace.before_write = nullptr;
  CHECK(summary(world.plan(three_catalogs()).draft.plan) ==
        "create catalog.b\ncreate grant.catalog:b/analysts\n");
}

TEST_CASE("a refusal whose text was cut within a character is recorded and told", "[executor]") {
  World world;
  world.workspace.before_write = [](const Step&) {
    throw ProviderError(ErrorClass::Denied, "not you, Ren\xc3");
  };
  const RunReport report = world.apply(DesiredBuilder().catalog("a", "a").build());
  CHECK(std::get<Failed>(report.results.at(0)).why == "not you, Ren\xef\xbf\xbd");
}

TEST_CASE("an answer that was lost is read back and not sent again", "[executor]") {
  World world;
  bool lost = false;
  world.workspace.after_write = [&](const Step& step) {
    if (lost || !std::holds_alternative<CreateObject>(step.call)) return;
    lost = true;
    throw unheard();
  };
  const RunReport report = world.apply(three_catalogs());
  CHECK(report.done.added == 5);
  CHECK(world.workspace.written.size() == 5);
  CHECK(world.state().resources.at({"catalog", "a"}).created);
}

TEST_CASE("a request that was not taken is sent again after reading back", "[executor]") {
  World world;
  int failures = 2;
  world.workspace.before_write = [&](const Step& step) {
    if (!std::holds_alternative<CreateObject>(step.call) || failures == 0) return;
    --failures;
    throw unheard();
  };
  CHECK(world.apply(three_catalogs()).done.added == 5);
}

TEST_CASE("what is there before it could be made is stale and not taken over", "[executor]") {
  World world;
  world.workspace.before_write = [&](const Step& step) {
    const auto* create = std::get_if<CreateObject>(&step.call);
    if (create != nullptr && text_of(create->fields, "name") == "a") world.workspace.catalog("a");
  };
  const RunReport report = world.apply(three_catalogs());
  CHECK(std::holds_alternative<Stale>(report.results.at(0)));
  CHECK_FALSE(world.state().resources.contains({"catalog", "a"}));
}

TEST_CASE("what is there and may not be seen is no reason to run again", "[executor]") {
  World world;
  world.workspace.before_write = [&](const Step& step) {
    const auto* create = std::get_if<CreateObject>(&step.call);
    if (create != nullptr && text_of(create->fields, "name") == "a") {
      throw ProviderError(ErrorClass::Conflict, "the name is taken");
    }
  };
  const RunReport report = world.apply(three_catalogs());
  const auto* failed = std::get_if<Failed>(&report.results.at(0));
  REQUIRE(failed != nullptr);
  CHECK(failed->why.starts_with("catalog a exists already and may not be seen: "));
  CHECK(failed->why.ends_with("or choose another name"));
}

TEST_CASE("a new thing that cannot be seen yet is waited for by what needs it", "[executor]") {
  World world;
  int blind = 3;
  world.workspace.before_write = [&](const Step& step) {
    if (!std::holds_alternative<PatchGrants>(step.call) || blind == 0) return;
    --blind;
    throw ProviderError(ErrorClass::NotFound, "Catalog 'a' does not exist");
  };
  CHECK(
      world
          .apply(
              DesiredBuilder().catalog("a", "a").grant("catalog:a", "analysts", {"SELECT"}).build())
          .done.added == 2);
  CHECK(world.clock.passed().count() > 0);
}

TEST_CASE("the owner of a new object that is its maker needs no request", "[executor]") {
  World world;
  const Desired desired =
      DesiredBuilder().catalog("a", "a", {{"owner", "ada@example.com"}}).build();
  world.apply(desired);
  CHECK(world.workspace.written.size() == 1);
  CHECK_FALSE(has_work(world.plan(desired).draft.plan));
}

TEST_CASE("the state is written every ten steps and the journal is cut", "[executor]") {
  World world;
  world.parallelism = 1;  // answers that come together are recorded together
  DesiredBuilder builder;
  for (int i = 0; i < 25; ++i) builder.catalog("c" + std::to_string(i), "c" + std::to_string(i));
  world.apply(builder.build());
  CHECK(world.store.saves == 3);
  CHECK(world.journal.lines.empty());
}

TEST_CASE("a run that cannot record any more hands over what it has done", "[executor]") {
  World world;
  world.parallelism = 1;
  world.journal.room = 4;  // the beginning, a step with its end, and the next intent
  CHECK_THROWS_AS(world.apply(three_catalogs()), Error);
  REQUIRE(world.broken);
  CHECK(world.broken->results.size() == 2);  // the second has its answer, and no record
  CHECK(world.workspace.written.size() == 2);
}

TEST_CASE("a run that its time limit ended after a step is recorded as such", "[executor]") {
  World world;
  std::stop_source source;
  world.workspace.after_write = [&](const Step&) { source.request_stop(); };
  world.parallelism = 1;
  world.timed_out = true;
  CHECK(world.apply(three_catalogs(), false, {}, source.get_token()).results.size() == 1);
  CHECK(world.state().runs.back().outcome == "timeout");
}

TEST_CASE("a stop starts nothing more and leaves what was answered recorded", "[executor]") {
  World world;
  const Desired desired = three_catalogs();
  std::stop_source source;
  world.workspace.after_write = [&](const Step&) { source.request_stop(); };
  world.parallelism = 1;
  const RunReport report = world.apply(desired, false, {}, source.get_token());
  CHECK(report.results.size() == 1);
  CHECK(report.unheard.empty());
  CHECK(world.state().resources.size() == 1);
  CHECK(world.state().runs.back().outcome == "cancelled");
  CHECK(world.journal.lines.empty());
}

TEST_CASE(
    "what has not answered within the grace stays in the journal and is settled by the next run",
    "[executor]") {
  World world;
  const Desired desired = DesiredBuilder().catalog("a", "a").build();
  std::stop_source source;
  // It takes effect, and its answer does not come before the run gives up.
  world.workspace.after_write = [&](const Step&) { source.request_stop(); };
  world.workspace.is_silent = true;
  world.grace = std::chrono::milliseconds(0);
  const RunReport report = world.apply(desired, false, {}, source.get_token());
  CHECK(report.unheard == std::vector<StepId>{0});
  CHECK(world.journal.lines.size() == 2);
  world.workspace.after_write = nullptr;
  world.workspace.is_silent = false;
  CHECK(summary(world.plan(desired).draft.plan).empty());
  world.apply(desired);
  CHECK(world.workspace.written.size() == 1);
  CHECK(world.state().resources.at({"catalog", "a"}).created);
  CHECK(world.journal.lines.empty());
}

/// Counts the points at which a process can die, and dies at one of them.
class Deaths {
 public:
  explicit Deaths(int at) : at_(at) {}
  void pass() {
    if (passed_++ == at_) throw Killed();
  }
  [[nodiscard]] int passed() const { return passed_; }

 private:
  int at_;
  std::atomic<int> passed_ = 0;
};

/// Stores that die before or after what they write is there.
class MortalJournal : public tests::MemoryJournalStore {
 public:
  Deaths* deaths = nullptr;
  void append(std::span<const std::string> entries,
              std::uint64_t fence,
              std::stop_token stop) override {
    if (deaths != nullptr) deaths->pass();
    MemoryJournalStore::append(entries, fence, stop);
    if (deaths != nullptr) deaths->pass();
  }
  std::function<void()> before_cut;
  void cut(std::span<const std::string> kept, std::uint64_t fence, std::stop_token stop) override {
    if (before_cut) before_cut();
    if (deaths != nullptr) deaths->pass();
    MemoryJournalStore::cut(kept, fence, stop);
    if (deaths != nullptr) deaths->pass();
  }
};
class MortalStore : public tests::MemoryStateStore {
 public:
  Deaths* deaths = nullptr;
  Version save(std::string_view text,
               const Version& expected,
               std::uint64_t fence,
               std::stop_token stop) override {
    if (deaths != nullptr) deaths->pass();
    Version now = MemoryStateStore::save(text, expected, fence, stop);
    if (deaths != nullptr) deaths->pass();
    return now;
  }
};

struct MortalWorld {
  FakeWorkspace workspace;
  std::string now = "2026-11-23T09:00:00Z";
  std::optional<Rotation> rotation;
  MortalStore store;
  MortalJournal journal;
  tests::StillClock clock;
  tests::CountedIds ids;
  tests::QuietObserver observer;

  void mortal(Deaths* deaths) {
    store.deaths = journal.deaths = deaths;
    workspace.before_write = [deaths](const Step&) {
      if (deaths != nullptr) deaths->pass();
    };
    workspace.after_write = workspace.before_write;
  }

  void apply(const Desired& desired, std::size_t parallelism) {
    const Opened opened = open_ledger(store, journal, {});
    Refreshed refreshed = refresh(desired, opened, workspace, {now, false, rotation}, {});
    CHECK(refreshed.draft.wrong_workspace == "");
    Version version = opened.version;
    if (opened.journal) {
      refreshed.state.serial = version.serial + 1;
      refreshed.state.run = opened.journal->begin.run;
      version = store.save(state_text(refreshed.state), version, 1, {});
      journal.cut({}, 1, {});
    }
    if (!has_work(refreshed.draft.plan)) return;
    const Plan plan = refreshed.draft.plan;
    RunStart start{plan, refreshed.state, version, {}, {}, {}};
    if (start.state.lineage.empty()) start.state.lineage = ids.uuid();
    tests::pin(start.state, desired);
    start.begin.run = ids.uuid();
    ExecutorOptions options;
    options.parallelism = parallelism;
    options.read_at = clock.steady();
    execute(std::move(start), workspace, {store, journal, clock, observer, 1}, options, {});
  }

  /// False: it was killed.
  bool survives(const Desired& desired, std::size_t parallelism) {
    try {
      apply(desired, parallelism);
      return true;
    } catch (const Killed&) {
      return false;
    }
  }

  [[nodiscard]] Draft draft(const Desired& desired) {
    Draft draft =
        refresh(desired, open_ledger(store, journal, {}), workspace, {now, false, rotation}, {})
            .draft;
    CHECK(draft.wrong_workspace == "");
    return draft;
  }
  [[nodiscard]] Plan plan(const Desired& desired) { return draft(desired).plan; }
  [[nodiscard]] bool is_applicable(const Desired& desired) {
    const Draft drafted = draft(desired);
    return drafted.problems.empty() && drafted.plan.refusals.empty();
  }
};

/// What an apply that was killed and one rerun must leave: everything recorded, nothing made twice.
std::string wrong_after(MortalWorld& world,
                        const Desired& desired,
                        const FakeWorkspace::Content& before,
                        const State& recorded_before) {
  std::string wrong;
  const Plan next = world.plan(desired);
  if (has_work(next)) wrong += "the next plan is not empty:\n" + summary(next);
  if (!world.journal.lines.empty()) wrong += "the journal is not finished\n";
  const State state = state_from(world.store.bytes);
  for (const auto& [address, recorded] : state.resources) {
    const bool is_new = !recorded_before.resources.contains(address);
    if (descriptor_of(address.kind).shape != Shape::Object || !is_new) continue;
    const Securable object{address.kind, full_name(descriptor_of(address.kind), recorded.fields)};
    if (recorded.created == before.objects.contains(object)) {
      wrong +=
          to_string(address) + " is recorded as " + (recorded.created ? "made" : "adopted") + "\n";
    }
  }
  std::set<std::string> made;
  for (const Call& call : world.workspace.written) {
    const auto* create = std::get_if<CreateObject>(&call);
    if (create != nullptr && !made.insert(to_string(call)).second)
      wrong += "made twice: " + to_string(call) + "\n";
  }
  return wrong;
}

/// Kills an apply at one point, runs it once more, and says what is wrong then.
std::string after_one_rerun(std::uint64_t seed, int death, std::size_t parallelism, bool& died) {
  MortalWorld world;
  RandomWorld random(seed);
  random.furnish(world.workspace);
  Desired desired = random.configuration(world.workspace);
  died = false;
  if (!world.is_applicable(desired)) return {};
  if (seed % 2 == 1) {  // there was an apply before, and somebody's hands
    world.apply(desired, 1);
    random.meddle(world.workspace);
    desired = random.configuration(world.workspace);
    if (!world.is_applicable(desired)) return {};
    world.workspace.written.clear();
  }
  const State recorded = world.store.bytes.empty() ? State{} : state_from(world.store.bytes);
  const FakeWorkspace::Content before = world.workspace.content;
  Deaths deaths(death);
  world.mortal(&deaths);
  died = !world.survives(desired, parallelism);
  world.mortal(nullptr);
  if (!died) return {};
  world.apply(desired, parallelism);
  return wrong_after(world, desired, before, recorded);
}

TEST_CASE("what somebody else made after a run was killed is not taken for its own", "[executor]") {
  MortalWorld world;
  const Desired desired = DesiredBuilder().catalog("a", "a").build();
  Deaths deaths(4);  // with the intent written and nothing sent
  world.mortal(&deaths);
  REQUIRE_FALSE(world.survives(desired, 1));
  world.mortal(nullptr);
  world.workspace.catalog("a", {{"owner", "bob@example.com"}});
  world.apply(desired, 1);
  CHECK(world.workspace.written.empty());
  CHECK_FALSE(state_from(world.store.bytes).resources.at({"catalog", "a"}).created);
}

/// DGCTL_KILL_STORIES tells more of them.
std::uint64_t told_stories() {
  if (const char* told = std::getenv("DGCTL_KILL_STORIES")) return std::stoull(told);
#ifdef DGCTL_SANITIZED
  return 12;
#else
  return 24;
#endif
}

TEST_CASE("a run that is killed anywhere is finished by one rerun", "[executor][property]") {
  // Every point of some stories, side by side and one by one: thousands, of which 1,000 must be.
  const std::uint64_t stories = told_stories();
  std::size_t kills = 0;
  for (std::uint64_t seed = 0; seed < stories; ++seed) {
    for (const std::size_t parallelism : {std::size_t{1}, std::size_t{3}}) {
      bool died = true;
      for (int death = 0; died && death < 400; ++death) {
        const std::string wrong = after_one_rerun(seed, death, parallelism, died);
        kills += died ? 1 : 0;
        INFO("seed " << seed << ", killed at point " << death << ", parallelism " << parallelism);
        REQUIRE(wrong == "");
      }
    }
  }
  tests::record_figure("apply of random plans, ended at any point", "kills", kills);
#ifndef DGCTL_SANITIZED
  CHECK(kills >= 1000);
#endif
}

Desired whole_guide() {
  return DesiredBuilder()
      .made_principal("main", "segment")
      .warehouse("main", "segment", {{"cluster_size", "Small"}})
      .permission("main", "main", "CAN_USE")
      .catalog("main", "ckpt")
      .grant_to_made("catalog:ckpt", "main", {"USE_CATALOG", "CREATE_SCHEMA"})
      .build();
}

/// What is wrong with the principal, the warehouse and the secrets, or "".
std::string wrong_with_guide(MortalWorld& world, std::size_t most_secrets) {
  const FakeWorkspace::Content& content = world.workspace.content;
  std::map<std::string, int> made;
  for (const auto& [key, fields] : content.identified) ++made[key.kind];
  std::string wrong;
  if (made["service_principal"] != 1) wrong += "not one principal\n";
  if (made["sql_warehouse"] != 1) wrong += "not one warehouse\n";
  const auto& [key, principal] = *content.identified.begin();
  if (text_of(principal, "display_name") != "segment") wrong += "it is not called segment\n";
  const auto secrets = content.secrets.find(key.id);
  if (secrets == content.secrets.end() || secrets->second.empty()) return wrong + "no secret\n";
  if (secrets->second.size() > most_secrets) wrong += "too many secrets\n";
  const auto sink = content.sinks.find("file:.secrets/main.env");
  if (sink == content.sinks.end()) return wrong + "nothing in the sink\n";
  const bool works =
      std::any_of(secrets->second.begin(), secrets->second.end(), [&](const SecretInfo& secret) {
        return secret.id == sink->second.secret_id;
      });
  return works ? wrong : wrong + "the sink's secret does not work\n";
}

TEST_CASE("the guide that is killed anywhere is finished by one rerun", "[executor]") {
  const Desired desired = whole_guide();
  const bool rotates = GENERATE(false, true);
  for (const std::size_t parallelism : {std::size_t{1}, std::size_t{4}}) {
    bool died = true;
    for (int death = 0; died; ++death) {
      MortalWorld world;
      if (rotates) {
        world.apply(desired, 1);
        world.rotation = Rotation{true, false, {}};
      }
      Deaths deaths(death);
      world.mortal(&deaths);
      died = !world.survives(desired, parallelism);
      world.mortal(nullptr);
      world.workspace.content.values.clear();  // who knew them is dead
      world.rotation.reset();
      if (died) world.apply(desired, parallelism);
      INFO("killed at point " << death << ", parallelism " << parallelism << ", rotates "
                              << rotates);
      const Plan next = world.plan(desired);
      INFO(summary(next));
      REQUIRE_FALSE(has_work(next));
      REQUIRE(wrong_with_guide(world, rotates ? 2 : 1) == "");
    }
  }
}

TEST_CASE("a run may be killed each time between the state and the journal", "[executor]") {
  MortalWorld world;
  const Desired desired = three_catalogs();
  int kills = 0;
  for (int run = 0; run < 4; ++run) {
    // The journal lives until it is to be cut after the state was written.
    const int saves = world.store.saves;
    world.journal.before_cut = [&world, saves] {
      if (world.store.saves > saves) throw Killed();
    };
    if (!world.survives(desired, 1)) ++kills;
  }
  CHECK(kills == 4);
  world.journal.before_cut = nullptr;
  world.apply(desired, 1);
  CHECK_FALSE(has_work(world.plan(desired)));
  CHECK(world.journal.lines.empty());
  CHECK(world.workspace.written.size() == 5);
  CHECK(state_from(world.store.bytes).runs.size() == 1);
}

TEST_CASE("a run that is killed twice is finished by the one after", "[executor][property]") {
  tests::check_property("two deaths, one rerun", [](std::uint64_t seed) {
    MortalWorld world;
    RandomWorld random(seed);
    random.furnish(world.workspace);
    const Desired desired = random.configuration(world.workspace);
    RC_PRE(world.is_applicable(desired));
    for (int run = 0; run < 2; ++run) {
      Deaths deaths(random.below(40));
      world.mortal(&deaths);
      world.survives(desired, 2);
    }
    world.mortal(nullptr);
    world.apply(desired, 2);
    RC_ASSERT(!has_work(world.plan(desired)));
  });
}

}  // namespace
}  // namespace dgctl::engine::executor_test
