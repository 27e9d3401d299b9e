// The steps of a secret, with an issuer, a sink and a login that do as they are told.

#include "engine/apply/world.h"

#include <deque>

#include "engine/edges/error.h"
#include "engine/model/duration.h"
#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"

namespace dgctl::engine::world_test {
namespace {

constexpr const char* kNow = "2026-11-23T09:00:00Z";
constexpr std::int64_t kLifetimeSeconds = 86'400;
const Address kSecret{"service_principal_secret", "main"};

SecretInfo info(const std::string& id,
                const std::string& created = kNow,
                std::int64_t lifetime_s = kLifetimeSeconds) {
  return {id, "hash", created, rfc3339_of(*epoch_seconds(created) + lifetime_s)};
}

/// The secrets of one principal, and how the next attempts to make one end.
class Secrets : public Provider, public SecretIssuer {
 public:
  enum class Ends { Well, Lost, Refused };
  std::vector<SecretInfo> there;
  std::deque<Ends> next;
  std::vector<std::string> retired;
  bool is_hidden = false;  ///< the secrets may not be listed
  bool is_down = false;    ///< listing them fails
  int absent_reads = 0;    ///< that many reads of objects do not show them
  int reads = 0;

  std::vector<ReadResult> read(std::span<const Lookup> wanted, std::stop_token /*stop*/) override {
    std::vector<ReadResult> results;
    for (const Lookup& lookup : wanted) {
      ++reads;
      if (is_down) throw ProviderError(ErrorClass::Unauthenticated, "who are you");
      if (is_hidden) {
        results.emplace_back(Hidden{"", "not for you"});
      } else if (std::holds_alternative<SecretsOf>(lookup)) {
        results.emplace_back(Found{there});
      } else if (reads <= absent_reads) {
        results.emplace_back(Absent{});
      } else {
        results.emplace_back(Found{Object{"service_principal", "7", {}, std::nullopt}});
      }
    }
    return results;
  }
  StepOutcome write(const Step& /*step*/, std::stop_token /*stop*/) override { return {}; }

  IssuedSecret issue(const std::string& /*principal*/,
                     std::chrono::seconds lifetime,
                     std::stop_token /*stop*/) override {
    const Ends ends = next.empty() ? Ends::Well : next.front();
    if (!next.empty()) next.pop_front();
    if (ends == Ends::Refused) throw ProviderError(ErrorClass::Denied, "not for you");
    there.push_back(info("s" + std::to_string(++made_), kNow, lifetime.count()));
    if (ends == Ends::Lost) throw unheard();
    return {there.back(), Secret("value of " + there.back().id)};
  }
  void retire(const std::string& /*principal*/,
              const std::string& id,
              std::stop_token /*stop*/) override {
    retired.push_back(id);
    std::erase_if(there, [&](const SecretInfo& secret) { return secret.id == id; });
  }

 private:
  static ProviderError unheard() {
    ProviderError error(ErrorClass::Transport, "no answer");
    error.may_have_happened = true;
    return error;
  }

  int made_ = 0;
};

/// A sink in memory.
class Shelf : public ReadableSink, public Sinks {
 public:
  bool is_full = false;
  std::optional<SinkLabel> label;
  std::string value;

  ReadableSink& at(const std::string& /*sink*/) override { return *this; }
  ReadResult peek(std::stop_token /*stop*/) override {
    if (!label) return Absent{};
    return Found{*label};
  }
  void check(std::stop_token /*stop*/) override {
    if (is_full) throw Error("the disk is full");
  }
  void store(const SinkLabel& written,
             const Fields& /*settings*/,
             const Secret& secret,
             std::stop_token stop) override {
    check(std::move(stop));
    label = written;
    secret.reveal([&](std::string_view text) { value = text; });
  }
  Secret load(std::stop_token /*stop*/) override { return Secret(std::string(value)); }
};

class Door : public Logins {
 public:
  int refusals = 0;
  int tries = 0;
  std::string shown;

  void prove(const std::string& /*client*/,
             const Secret& secret,
             std::stop_token /*stop*/) override {
    ++tries;
    secret.reveal([&](std::string_view text) { shown = text; });
    if (refusals-- > 0) throw ProviderError(ErrorClass::Unauthenticated, "invalid_client");
  }
};

struct Scene {
  Secrets secrets;
  Shelf shelf;
  Door door;
  tests::StillClock clock;
  World world{secrets, {secrets, shelf, door}, clock};

  StepOutcome write(Call call) {
    Step step;
    step.call = std::move(call);
    return world.write(step, {});
  }
  static IssueSecret issue(std::set<std::string> ids_before = {}) {
    return {kSecret, "file:s", "7", kLifetimeSeconds, std::move(ids_before), kNow, {}};
  }
  static StoreSecret store(const std::string& id) {
    return {kSecret, "file:s", {{"client_id", "c"}, {"secret_id", id}}};
  }
};

TEST_CASE("a secret is issued, stored and proven", "[world]") {
  Scene scene;
  const StepOutcome issued = scene.write(Scene::issue());
  CHECK(issued.id == "s1");
  CHECK(issued.outputs.find("value") == issued.outputs.end());
  scene.write(Scene::store("s1"));
  CHECK(scene.shelf.value == "value of s1");
  scene.write(ProveSecret{kSecret, "file:s", "s1"});
  CHECK(scene.door.shown == "value of s1");
  // The value was held for one step only.
  CHECK_THROWS_AS(scene.write(Scene::store("s1")), ProviderError);
}

TEST_CASE("what an unheard attempt made is deleted and what it did not make is left", "[world]") {
  Scene scene;
  scene.secrets.there = {info("before"),
                         info("old", "2026-11-22T09:00:00Z"),
                         info("other", kNow, 2 * kLifetimeSeconds)};
  scene.secrets.next = {Secrets::Ends::Lost};
  CHECK(scene.write(Scene::issue({"before"})).id == "s2");
  CHECK(scene.secrets.retired == std::vector<std::string>{"s1"});
}

TEST_CASE("a repeated attempt deletes what came since the first, and nothing older", "[world]") {
  Scene scene;
  scene.secrets.there = {info("of-others", "2026-11-23T08:00:00Z"),
                         info("orphan", "2026-11-23T08:30:00Z")};
  IssueSecret call = Scene::issue();
  call.repeated_since = "2026-11-23T08:29:58Z";
  scene.write(call);
  CHECK(scene.secrets.retired == std::vector<std::string>{"orphan"});
}

TEST_CASE("attempts that are never heard leave it to the next run", "[world]") {
  Scene scene;
  scene.secrets.next = std::deque(9, Secrets::Ends::Lost);
  try {
    scene.write(Scene::issue());
    FAIL("it cannot succeed");
  } catch (const ProviderError& error) {
    CHECK(error.may_have_happened);
  }
  CHECK(scene.secrets.there.size() == 1);
}

TEST_CASE("what an unheard attempt made is left to the next run where it may not be seen",
          "[world]") {
  Scene scene;
  scene.secrets.next = {Secrets::Ends::Lost};
  SECTION("the listing fails") { scene.secrets.is_down = true; }
  SECTION("the listing is refused") { scene.secrets.is_hidden = true; }
  try {
    scene.write(Scene::issue());
    FAIL("another one was made");
  } catch (const ProviderError& error) {
    CHECK(error.may_have_happened);
  }
  CHECK(scene.secrets.there.size() == 1);
}

TEST_CASE("nothing is issued that could not be stored or is refused", "[world]") {
  Scene scene;
  SECTION("a full disk") { scene.shelf.is_full = true; }
  SECTION("a refusal") { scene.secrets.next = {Secrets::Ends::Refused}; }
  CHECK_THROWS_AS(scene.write(Scene::issue()), ProviderError);
  CHECK(scene.secrets.there.empty());
}

TEST_CASE("a login with a new secret is tried again for a minute", "[world]") {
  Scene scene;
  scene.write(Scene::issue());
  scene.write(Scene::store("s1"));
  scene.door.refusals = 3;
  scene.write(ProveSecret{kSecret, "file:s", "s1"});
  CHECK(scene.door.tries == 4);
  scene.door.refusals = 1'000;
  const auto before = scene.clock.passed();
  CHECK_THROWS_AS(scene.write(ProveSecret{kSecret, "file:s", "s1"}), ProviderError);
  CHECK(scene.clock.passed() - before < std::chrono::seconds(90));
}

TEST_CASE("a sink that holds another secret is not taken for proof", "[world]") {
  Scene scene;
  scene.shelf.label = SinkLabel{"h", "s", "c", "other", "", {}};
  CHECK_THROWS_AS(scene.write(ProveSecret{kSecret, "file:s", "s1"}), ProviderError);
  CHECK(scene.door.tries == 0);
}

TEST_CASE("a recorded principal that is not seen is looked for again, a written one is not",
          "[world]") {
  Scene scene;
  scene.secrets.absent_reads = 2;
  const Lookup recorded = ById{"service_principal", "7"};
  CHECK(std::holds_alternative<Found>(scene.world.read({&recorded, 1}, {}).front()));
  CHECK(scene.secrets.reads == 3);
  scene.secrets.reads = 0;
  const Lookup written = ById{"service_principal", "3f0c9a52-0000-4000-8000-0000000000aa"};
  CHECK(std::holds_alternative<Absent>(scene.world.read({&written, 1}, {}).front()));
  CHECK(scene.secrets.reads == 1);
}

}  // namespace
}  // namespace dgctl::engine::world_test
