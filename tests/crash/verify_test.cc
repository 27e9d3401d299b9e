// `verify` of the guide, killed and disturbed at each of its requests: it makes and drops a schema
// and a table in the checkpoint catalog, and what it could not drop the next one removes. It
// changes nothing else, and does not take for proven what it was not answered.

#include "tests/crash/guide_run.h"
#include "tests/support/figures.h"

namespace dgctl::tests {
namespace {

const std::vector<std::string> kVerify{"verify", "-q"};

/// The guide as it was applied, and what is there then.
class Verified {
 public:
  Verified() {
    const Ended applied = run_.dgctl({"apply", "--auto-approve", "-q"});
    INFO(applied.output);
    REQUIRE(applied.code == 0);
    content_ = run_.content();
    state_ = state();
  }

  /// Runs it while this happens to the request after so many others. Whether there was one.
  bool disturb(std::size_t request, const Json& what) {
    const std::size_t before = run_.requests().size();
    run_.fault_at(request, what);
    first_ = run_.dgctl(kVerify);
    const Json after = run_.requests();
    if (after.size() - before <= request) return false;
    disturbed_ = after[before + request];
    return true;
  }
  [[nodiscard]] const Ended& first() const { return first_; }
  /// The request that was disturbed: method, path, who.
  [[nodiscard]] const Json& disturbed() const { return disturbed_; }

  /// What is wrong after another one that nothing disturbs, or "".
  [[nodiscard]] std::string wrong_after_rerun() const {
    const Ended rerun = run_.dgctl(kVerify);
    if (rerun.code != 0) {
      return "the rerun ended with " + std::to_string(rerun.code) + ":\n" + rerun.output;
    }
    if (run_.content() != content_)
      return "the catalogs are not what they were:\n" + run_.content();
    if (state() != state_) return "the state was written";
    return wrong_in_workspace(run_, 1);
  }

 private:
  [[nodiscard]] std::string state() const {
    return file_text(run_.folder() / ".dgctl/guide/default/state.json");
  }

  ExampleRun run_{"guide"};
  std::string content_;
  std::string state_;
  Ended first_;
  Json disturbed_;
};

TEST_CASE("verify that is killed at any request leaves nothing that the next does not remove",
          "[crash][verify]") {
  std::size_t kills = 0;
  for (const char* when : {"before", "applied", "answered"}) {
    Verified guide;
    // All its requests are killed after they were applied, of the others some.
    const std::size_t step = stride(std::string(when) == "applied" ? 1 : 6);
    std::size_t request = 0;
    for (; guide.disturb(request, {{"kill", when}}); request += step) {
      INFO("killed " << when << " request " << request);
      REQUIRE(guide.first().signal == SIGKILL);
      REQUIRE(guide.wrong_after_rerun() == "");
      ++kills;
    }
    REQUIRE(guide.first().code == 0);
    REQUIRE(request > 40);
  }
  record_figure("verify, killed", "kills", kills);
}

/// What is wrong with how a verify ended to whose request this happened, or "".
std::string wrong_in_disturbed(const Verified& guide, const Json& what) {
  const Ended& ended = guide.first();
  if (ended.signal != 0) return "killed by signal " + std::to_string(ended.signal);
  if (ended.code == 70) return "it says that it is a fault of dgctl";
  if (ended.code != 0 && ended.output.find("reason=") == std::string::npos) return "no reason";
  // A statement that was refused, and not for a privilege, proves nothing.
  const bool is_refused = what.contains("status") && what["status"] < 429;
  const bool is_statement = guide.disturbed()["method"] == "POST" &&
                            guide.disturbed()["path"] == "/api/2.0/sql/statements";
  if (is_refused && is_statement && ended.code == 0) return "it passed without an answer";
  return {};
}

TEST_CASE("verify that is disturbed at any request proves nothing that it was not answered",
          "[crash][verify]") {
  std::size_t faults = 0;
  std::size_t offset = 0;  // so that most requests meet one of them
  const std::size_t step = stride(6);
  for (const Json& what : std::vector<Json>{{{"lose", true}},
                                            {{"drop", true}},
                                            {{"status", 500}},
                                            {{"status", 503}},
                                            {{"status", 429}, {"retry_after", 1}},
                                            {{"status", 403}},
                                            {{"status", 400}},
                                            {{"delay", 120000}}}) {
    Verified guide;
    std::size_t request = offset++ % step;
    for (; guide.disturb(request, what); request += step) {
      INFO(what.dump() << " at request " << request << ", " << guide.disturbed().dump() << "\n"
                       << guide.first().output);
      REQUIRE(wrong_in_disturbed(guide, what) == "");
      REQUIRE(guide.wrong_after_rerun() == "");
      ++faults;
    }
    REQUIRE(request > 40);
  }
  record_figure("verify, disturbed", "faults", faults);
}

}  // namespace
}  // namespace dgctl::tests
