// What holds of verify for every configuration and every workspace, as the simulated one enforces
// privileges: not by what verify knows of them.

#include <random>
#include <sstream>

#include <nlohmann/json.hpp>

#include "engine/model/privileges.h"
#include "engine/verify/checks.h"
#include "engine/verify/run.h"
#include "engine/verify/scratch.h"
#include "providers/databricks/provider.h"
#include "providers/databricks/sql_session.h"
#include "providers/sim/workspace.h"
#include "tests/support/property.h"
#include "tests/support/world.h"

namespace dgctl::providers::verify_property_test {
namespace {

using engine::Judgement;
using engine::Privileges;
using engine::Securable;
using nlohmann::json;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kOther = "3f0c9a52-0000-4000-8000-0000000000bb";
constexpr const char* kClient = "3f0c9a52-0000-4000-8000-0000000000aa";
constexpr const char* kItsGroup = "readers";      // which it is in
constexpr const char* kOtherGroup = "strangers";  // which it is not in
constexpr const char* kWarehouse = "0a1b2c3d4e5f6071";
constexpr const char* kCheckpoint = "ckpt";

/// One of those who ask a workspace.
class As : public Transport {
 public:
  As(SimWorkspace& workspace, std::string who) : workspace_(workspace), who_(std::move(who)) {}
  Response send(const Request& request, std::stop_token stop) override {
    return workspace_.send_as(who_, request, stop);
  }

 private:
  SimWorkspace& workspace_;
  std::string who_;
};

/// What one of them sees and does.
struct Identity {
  Identity(SimWorkspace& workspace, const std::string& who)
      : transport(workspace, who),
        provider(transport, clock, {1}),
        statements(transport, clock, kWarehouse) {}

  As transport;
  tests::StillClock clock;
  DatabricksProvider provider;
  StatementSession statements;
};

/// A simulated workspace as its administrator changes it.
class SimPlace : public engine::Provider {
 public:
  explicit SimPlace(const json& file)
      : workspace(SimWorkspace::in_memory(file.dump())),
        ada(*workspace, kAda),
        client(*workspace, kClient) {}

  std::vector<engine::ReadResult> read(std::span<const engine::Lookup> wanted,
                                       std::stop_token stop) override {
    return ada.provider.read(wanted, std::move(stop));
  }
  engine::StepOutcome write(const engine::Step& step, std::stop_token stop) override {
    return ada.provider.write(step, std::move(stop));
  }

  std::unique_ptr<SimWorkspace> workspace;
  Identity ada, client;
};

/// Draws workspaces, what the principal is to be given in them, and what people do by hand.
class Drawing {
 public:
  explicit Drawing(std::uint64_t seed) : random_(seed) {}

  template <class List>
  typename List::value_type pick(const List& list) {
    return list[below(list.size())];
  }

  json file() {
    json file{
        {"clock", "2026-11-23T09:00:00Z"},
        {"operator", kAda},
        {"users", {{kAda, {{"workspace_admin", true}, {"metastore_admin", true}}}}},
        {"service_principals",
         {{kClient, {{"display_name", "segment"}, {"entitlements", {"databricks-sql-access"}}}},
          {kOther, {{"display_name", "other"}}}}},
        {"groups",
         {{kItsGroup, {{"members", json::array({kClient})}}}, {kOtherGroup, json::object()}}},
        {"warehouses",
         {{kWarehouse,
           {{"name", "segment"}, {"state", "RUNNING"}, {"acl", {{kClient, "CAN_USE"}}}}}}},
        {"catalogs", {{kCheckpoint, json::object()}}}};
    for (const char* catalog : {"a", "b"}) {
      json& schemas = file["catalogs"][catalog]["schemas"];
      schemas = json::object();
      for (const char* schema : {"s0", "s1", "s2"}) {
        if (chance(60)) schemas[schema]["tables"] = tables();
      }
    }
    return file;
  }

  /// A ladder of privileges that lets the principal read this or that, and what it may do besides.
  std::map<Securable, Privileges> wanted(const json& file) {
    std::map<Securable, Privileges> grants;
    for (const Securable& on : everything(file)) {
      if (on.full_name == kCheckpoint) {
        if (chance(70)) grants[on] = {"USE_CATALOG", "USE_SCHEMA", "CREATE_SCHEMA"};
      } else if (chance(20)) {
        give_reading(grants, on);
      }
    }
    for (auto& [on, words] : grants) {
      if (chance(10)) words.insert(on.type == "table" ? "MODIFY" : pick(kBesides));
    }
    return grants;
  }

  std::string meddle(const SimPlace& place, const json& file) {
    const auto all = everything(file);
    const Securable& on = all[below(all.size())];
    const std::string who = chance(70) ? kClient : pick(kOthers);
    const bool gives = chance(60);
    const std::string word = on.type == "table" ? pick(kOfTables) : pick(kOfCatalogs);
    const bool is_of_catalogs = word == "USE_CATALOG" || word == "CREATE_SCHEMA";
    if (on.type == "schema" && is_of_catalogs) return "nothing";
    change(place, on, who, word, gives);
    return (gives ? "give " : "take ") + word + " on " + engine::to_text(on) + " of " + who;
  }

  static void change(const SimPlace& place,
                     const Securable& on,
                     const std::string& who,
                     const std::string& word,
                     bool gives) {
    const json body{
        {"changes", {{{"principal", who}, {gives ? "add" : "remove", json::array({word})}}}}};
    Request request;
    request.method = Method::Patch;
    request.path = "/api/2.1/unity-catalog/permissions/" + on.type + "/" + on.full_name;
    request.body = body.dump();
    const Response response = place.workspace->send_as(kAda, request, {});
    if (response.status != 200) throw std::logic_error(response.body);
  }

  bool chance(unsigned percent) { return below(100) < percent; }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

  /// Catalogs, schemas and tables; the catalog of checkpoints among them.
  static std::vector<Securable> everything(const json& file) {
    std::vector<Securable> all;
    for (const auto& [catalog, content] : file.at("catalogs").items()) {
      all.push_back({"catalog", catalog});
      const json schemas = content.value("schemas", json::object());
      for (const auto& [schema, in_schema] : schemas.items()) {
        all.push_back({"schema", catalog + "." + schema});
        for (const auto& table : in_schema.at("tables").items()) {
          all.push_back({"table", catalog + "." + schema + "." + table.key()});
        }
      }
    }
    return all;
  }

 private:
  static constexpr std::array<const char*, 3> kOthers{kOther, kItsGroup, kOtherGroup};
  static constexpr std::array<const char*, 3> kBesides{"BROWSE", "MODIFY", "EXECUTE"};
  static constexpr std::array<const char*, 4> kOfTables{
      "SELECT", "MODIFY", "ALL_PRIVILEGES", "MANAGE"};
  static constexpr std::array<const char*, 7> kOfCatalogs{
      "USE_CATALOG", "USE_SCHEMA", "SELECT", "MODIFY", "BROWSE", "ALL_PRIVILEGES", "CREATE_SCHEMA"};

  json tables() {
    json drawn = json::object();
    for (const char* table : {"t0", "t1"}) {
      if (!chance(65)) continue;
      json& one = drawn[table];
      one["columns"] = json::parse(R"([["id", "BIGINT"]])");
      if (chance(50)) one["rows"] = json::parse(R"([["1"], ["2"]])");
    }
    return drawn;
  }

  static void give_reading(std::map<Securable, Privileges>& grants, const Securable& on) {
    grants[on].insert("SELECT");
    if (on.type != "table") grants[on].insert("USE_SCHEMA");
    for (std::optional<Securable> at = on; at; at = engine::parent_of(*at)) {
      if (at->type == "catalog") grants[*at].insert("USE_CATALOG");
      if (at->type == "schema") grants[*at].insert("USE_SCHEMA");
    }
  }

  std::mt19937_64 random_;
};

/// What verify does once it is logged in, without a command around it.
struct Run {
  engine::GrantedTo to;
  engine::Verified verified;
};

Run verify(SimPlace& place, const engine::Desired& desired, engine::Reader& seen_by) {
  engine::DesiredConnection connection;
  connection.key = "main";
  connection.catalog = kCheckpoint;
  Run run{engine::granted_to(desired, connection, kClient), {}};
  engine::Live live;
  const auto read = [&](const std::vector<engine::Lookup>& lookups) {
    const auto results = seen_by.read(lookups, {});
    for (std::size_t i = 0; i < lookups.size(); ++i) live.insert_or_assign(lookups[i], results[i]);
  };
  read(engine::lookups_for(run.to, live));
  engine::Samples samples = engine::samples_of(run.to, live);
  for (; !samples.missing.empty(); samples = engine::samples_of(run.to, live)) {
    read(samples.missing);
  }
  engine::VerifyPlan plan;
  plan.warehouse =
      engine::warehouse_check(desired, connection, run.to, {kWarehouse, "segment", "RUNNING"});
  plan.checks = engine::checks_of(run.to, samples, live);
  if (const auto* made_in = run.to.giving({{"catalog", kCheckpoint}, "CREATE_SCHEMA"})) {
    plan.checkpoint = kCheckpoint;
    plan.scratch = "dgctl_verify_20261127t154653z_1a2b3c4d";
    plan.writes = engine::scratch_checks(*made_in, plan.scratch);
  }
  tests::QuietObserver observer;
  run.verified = engine::run_checks(plan, run.to, {place.client.statements, seen_by, observer}, {});
  return run;
}

/// Whether one of them holds something by the lists of grants, there or on what holds that.
bool holds(SimPlace& place, const std::set<std::string>& who, const engine::Gate& gate) {
  for (std::optional<Securable> at = gate.on; at; at = engine::parent_of(*at)) {
    const engine::Lookup lookup = engine::GrantsOn{*at};
    const engine::ReadResult result = place.ada.provider.read({&lookup, 1}, {}).front();
    const auto& direct = std::get<engine::Grants>(std::get<engine::Found>(result).live).direct;
    for (const auto& [principal, words] : direct) {
      const bool is_held = words.contains(gate.privilege) || words.contains("ALL_PRIVILEGES");
      if (who.contains(principal) && is_held) return true;
    }
  }
  return false;
}

/// The same of the principal, by itself or through its group.
bool holds(SimPlace& place, const engine::Gate& gate) {
  return holds(place, {kClient, kItsGroup}, gate);
}

/// A workspace to which a configuration was applied, and what people did to it before and after.
struct Story {
  /// `hands`: how often somebody gave or took something before, at most.
  Story(std::uint64_t seed, std::size_t hands) : drawing(seed), file(drawing.file()), world(file) {
    for (std::size_t i = drawing.below(hands + 1); i > 0; --i) {
      log.push_back(drawing.meddle(place(), file));
    }
    tests::DesiredBuilder builder;
    excess = drawing.chance(50) ? engine::Excess::Revoke : engine::Excess::Report;
    for (const auto& [on, words] : drawing.wanted(file)) {
      builder.grant(engine::to_text(on), kClient, words, "main");
      log.push_back("configure " + engine::to_text(on) + " " + json(words).dump());
    }
    builder.principal_of(kClient, "main", excess);
    desired = builder.build();
  }
  SimPlace& place() { return world.workspace; }
  /// Without who asked what, and when.
  json content() { return json::parse(place().workspace->snapshot()).at("catalogs"); }
  engine::Reader& drawn_reader() {
    sees_all = drawing.chance(70);
    log.emplace_back(sees_all ? "seen by ada" : "seen by the principal");
    return sees_all ? place().ada.provider : place().client.provider;
  }
  [[nodiscard]] std::string text() const {
    std::ostringstream out;
    out << file.at("catalogs").dump() << "\n";
    for (const std::string& line : log) out << line << "\n";
    return out.str();
  }

  Drawing drawing;
  json file;
  tests::WorldOf<SimPlace> world;
  engine::Desired desired;
  engine::Excess excess = engine::Excess::Report;
  bool sees_all = false;
  std::vector<std::string> log;
};

std::string text_of(const engine::CheckResult& result) {
  std::string text = std::string(to_string(result.judgement)) + ": " + result.check.name + " [" +
                     result.check.statement + "] " + result.text;
  for (const auto& missing : result.missing) text += "; missing " + missing.sql;
  for (const auto& held : result.held) text += "; held " + held.text + " " + held.sql;
  if (result.failure) text += "; " + result.failure->message;
  return text + "\n";
}

std::string text_of(const Run& run) {
  std::string text;
  for (const auto& result : run.verified.results) text += text_of(result);
  return text;
}

bool all_applied(const engine::RunReport& report) {
  return std::all_of(report.results.begin(), report.results.end(), [](const auto& item) {
    return std::holds_alternative<engine::Applied>(item.second);
  });
}

TEST_CASE("what apply leaves behind, verify finds right, and leaves as it is", "[property]") {
  tests::check_property("nothing fails that was just applied", [](std::uint64_t seed) {
    Story story(seed, 3);
    RC_ASSERT(all_applied(story.world.apply(story.desired)));
    const json before = story.content();
    const Run run = verify(story.place(), story.desired, story.drawn_reader());
    RC_LOG() << story.text() << text_of(run);
    RC_ASSERT(story.content() == before);
    for (const engine::CheckResult& result : run.verified.results) {
      if (result.check.expected == engine::Expectation::Denied) continue;
      RC_ASSERT(result.judgement == Judgement::Passed);
    }
  });
}

/// Whether it can be told what a denial comes from: what a group holds may be the principal's.
bool can_be_told(Story& story, const engine::GrantedTo& to, const engine::CheckResult& result) {
  if (!story.sees_all) return false;
  const std::set<std::string> all{kClient, kItsGroup, kOtherGroup};
  bool is_its_own = true;
  for (const engine::Gate& gate : result.check.gates) {
    if (to.gives(gate)) continue;
    if (!holds(story.place(), all, gate)) return true;
    is_its_own = is_its_own && holds(story.place(), {kClient}, gate);
  }
  return is_its_own;
}

/// What a denial has to come to.
Judgement denial_by_grants(Story& story,
                           const engine::GrantedTo& to,
                           const std::vector<engine::Gate>& gates) {
  // What the configuration gives keeps nobody out, missing or not: apply puts it back.
  const bool is_held = holds(story.place(), gates.back()) &&
                       std::all_of(gates.begin(), gates.end(), [&](const auto& gate) {
                         return to.gives(gate) || holds(story.place(), gate);
                       });
  if (!is_held) return Judgement::Passed;
  return story.excess == engine::Excess::Report ? Judgement::Excess : Judgement::Failed;
}

/// What a check has to come to, by who holds what: not by what its statement answered.
bool is_right(Story& story, const engine::GrantedTo& to, const engine::CheckResult& result) {
  if (result.judgement == Judgement::Skipped) return true;  // an earlier one failed
  const engine::LiveCheck& check = result.check;
  if (check.on.type == "sql_warehouse") return result.judgement == Judgement::Passed;
  if (check.expected == engine::Expectation::Denied) {
    if (result.judgement == Judgement::Unknown) return !can_be_told(story, to, result);
    return result.judgement == denial_by_grants(story, to, check.gates);
  }
  // What a list of grants is asked for, its principal holds itself.
  const bool is_list = check.expected == engine::Expectation::Lists;
  const std::set<std::string> holders =
      is_list ? std::set<std::string>{kClient} : std::set<std::string>{kClient, kItsGroup};
  const bool is_held = std::all_of(check.gates.begin(), check.gates.end(), [&](const auto& gate) {
    return holds(story.place(), holders, gate);
  });
  // The list of grants on a schema shows to who may use or browse its catalog.
  const auto around = engine::parent_of(check.on);
  const std::vector<engine::Gate> outer =
      around ? engine::gates_to(*around) : std::vector<engine::Gate>();
  const bool is_shown = is_list && around && holds(story.place(), {*around, "BROWSE"});
  const bool works =
      is_held && (is_shown || std::all_of(outer.begin(), outer.end(), [&](const auto& gate) {
                    return holds(story.place(), gate);
                  }));
  return result.judgement == (works ? Judgement::Passed : Judgement::Failed);
}

TEST_CASE("verify is right about whatever was done by hand", "[property]") {
  tests::check_property("each check says what the grants say", [](std::uint64_t seed) {
    Story story(seed, 3);
    story.world.apply(story.desired);
    for (std::size_t i = 1 + story.drawing.below(3); i > 0; --i) {
      story.log.push_back(story.drawing.meddle(story.place(), story.file));
    }
    const json before = story.content();
    const Run run = verify(story.place(), story.desired, story.drawn_reader());
    RC_LOG() << story.text() << text_of(run);
    RC_ASSERT(story.content() == before);
    for (const engine::CheckResult& result : run.verified.results) {
      RC_LOG() << "about " << result.check.name;
      RC_ASSERT(is_right(story, run.to, result));
    }
  });
}

/// A grant of the configuration, with one of its privileges.
std::optional<engine::Gate> drawn_grant(Story& story) {
  std::vector<engine::Gate> all;
  for (const engine::DesiredResource& resource : story.desired.resources) {
    const engine::Entry entry = engine::entry_of(resource.fields);
    for (const std::string& word : entry.words) all.push_back({entry.on, word});
  }
  if (all.empty()) return std::nullopt;
  return story.drawing.pick(all);
}

const engine::CheckResult* first_failed(const Run& run) {
  for (const engine::CheckResult& result : run.verified.results) {
    if (result.judgement == Judgement::Failed && !result.missing.empty()) return &result;
  }
  return nullptr;
}

TEST_CASE("a grant that is missing is found, and what verify says gives it back", "[property]") {
  tests::check_property("what it says to run ends the failure", [](std::uint64_t seed) {
    Story story(seed, 0);  // what is held besides may do instead of what is missing
    story.world.apply(story.desired);
    const auto taken = drawn_grant(story);
    RC_PRE(taken.has_value());
    story.log.push_back("take " + taken->privilege + " on " + engine::to_text(taken->on));
    Drawing::change(story.place(), taken->on, kClient, taken->privilege, false);
    RC_PRE(!holds(story.place(), *taken));
    engine::Reader& reader = story.drawn_reader();
    Run run = verify(story.place(), story.desired, reader);
    RC_LOG() << story.text() << text_of(run);
    const engine::CheckResult* failed = first_failed(run);
    const bool is_found = failed != nullptr;
    RC_ASSERT(is_found);
    // What is said to be missing is at worst too much where the workspace does not say what is.
    const bool is_named = std::any_of(failed->missing.begin(),
                                      failed->missing.end(),
                                      [&](const auto& missing) { return missing.gate == *taken; });
    RC_ASSERT(is_named);
    for (const engine::MissingGrant& missing : failed->missing) {
      const auto answer = story.place().ada.statements.run(missing.sql, {});
      RC_ASSERT(std::holds_alternative<engine::Rows>(answer));
    }
    run = verify(story.place(), story.desired, reader);
    RC_LOG() << text_of(run);
    const bool is_mended = first_failed(run) == nullptr;
    RC_ASSERT(is_mended);
  });
}

}  // namespace
}  // namespace dgctl::providers::verify_property_test
