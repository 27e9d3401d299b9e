// The guide over sockets, with a network, a proxy or a server that spoils one exchange: whatever is
// spoilt, apply converges or stops with a message that is true, and one rerun finishes.

#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <mutex>
#include <thread>

#include "tests/crash/bad_proxy.h"
#include "tests/crash/guide_run.h"
#include "tests/crash/served.h"
#include "tests/support/figures.h"

namespace dgctl::tests {
namespace {

using Arguments = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

constexpr const char* kClient = "3f0c9a52-0000-4000-8000-0000000000aa";
constexpr const char* kSecret = "dose0123456789abcdef0123456789canary";
/// A run that is not given less time ends by itself within that.
constexpr std::chrono::seconds kEnds{60};

/// The guide's example behind a server and a proxy. Whoever runs dgctl logs in as a service
/// principal, so that the login is disturbed as well.
class NetworkRun {
 public:
  NetworkRun(const std::string& elsewhere, const Authority* authority) {
    Json workspace = Json::parse(file_text(run_.folder() / "workspace.json"));
    workspace["service_principals"][kClient] = {
        {"display_name", "runner"},
        {"workspace_admin", true},
        {"metastore_admin", true},
        {"assigned", true},
        {"secrets",
         {{"8f2c0000-0000-4000-8000-000000000003", {{"sha256", engine::sha256(kSecret)}}}}}};
    write_text(run_.folder() / "workspace.json", workspace.dump(2));
    served_ = std::make_unique<Served>(run_.folder());
    proxy_ = std::make_unique<BadProxy>(served_->port(), elsewhere, authority);
    std::string configuration = file_text(run_.folder() / "dgctl.yml");
    const std::string host = "sim:workspace.json";
    configuration.replace(configuration.find(host), host.size(), '"' + proxy_->origin() + '"');
    write_text(run_.folder() / "dgctl.yml", configuration);
    for (const std::string& setting : {"DATABRICKS_HOST=" + proxy_->origin(),
                                       std::string("DATABRICKS_CLIENT_ID=") + kClient,
                                       std::string("DATABRICKS_CLIENT_SECRET=") + kSecret,
                                       std::string("DATABRICKS_CONFIG_FILE=/nonexistent")}) {
      run_.add_environment(setting);
    }
    if (authority != nullptr) run_.add_environment("CURL_CA_BUNDLE=" + authority->file());
  }

  [[nodiscard]] Ended apply(const Arguments& further = {}) const {
    Arguments command{"apply", "--auto-approve", "-q", "--parallelism", "1"};
    command.insert(command.end(), further.begin(), further.end());
    return run_.dgctl(command);
  }
  /// What is wrong after the fault is over and apply has run once more, or "".
  std::string wrong_after_healing() {
    proxy_->spoil(Fault::None, 0);
    std::string wrong = wrong_in_rerun(run_, apply());
    served_->stop();
    return wrong.empty() ? wrong_in_workspace(run_, 1) : wrong;
  }
  BadProxy& proxy() { return *proxy_; }

 private:
  ExampleRun run_{"guide"};
  std::unique_ptr<Served> served_;
  std::unique_ptr<BadProxy> proxy_;
};

struct Row {
  std::string name;
  Fault fault;
  /// One of these must be in what is printed where apply does not get through.
  std::vector<std::string> says;
  Arguments options;  ///< of the disturbed run
};

/// `output` is broken into lines anywhere.
bool says_one(std::string output, const std::vector<std::string>& parts) {
  std::replace(output.begin(), output.end(), '\n', ' ');
  return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
    return output.find(part) != std::string::npos;
  });
}

/// What is wrong with how the disturbed run ended, or "".
std::string wrong_in_disturbed(const Ended& ended, Clock::duration lasted, const Row& row) {
  if (ended.signal != 0) return "killed by signal " + std::to_string(ended.signal);
  if (lasted > kEnds) return "it took too long";
  if (ended.output.find(kSecret) != std::string::npos) return "the secret is in its output";
  if (ended.code == 0) return {};
  if (ended.code == 70) return "it says that it is a fault of dgctl";
  if (ended.output.find("reason=") == std::string::npos) return "it gives no reason";
  return says_one(ended.output, row.says) ? "" : "it does not say what came back";
}

/// All faults at all requests, a few runs at once since they mostly wait.
class Matrix {
 public:
  explicit Matrix(const Authority* authority)
      : authority_(authority), elsewhere_([this](RawClient&) { ++asked_elsewhere_; }) {
    NetworkRun undisturbed(elsewhere_.origin(), authority_);
    const Ended ended = undisturbed.apply();
    INFO(ended.output);
    REQUIRE(ended.code == 0);
    requests_ = undisturbed.proxy().requests();
    REQUIRE(requests_ > 30);
  }

  void disturb(const Row& row) {
    for (std::size_t at = 0; at < requests_; ++at) cells_.push_back({row, at});
  }

  void run() {
    std::vector<std::thread> threads;
    for (int n = 0; n < 12; ++n) {
      threads.emplace_back([this] {
        for (;;) {
          const std::size_t next = next_++;
          if (next >= cells_.size()) return;
          run_cell(cells_[next]);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    std::cout << cells_.size() << " disturbed runs, of which " << stopped_
              << " stopped and were run again\n";
    record_figure("apply of the guide over sockets, one exchange spoilt", "runs", cells_.size());
    CHECK(asked_elsewhere_ == 0);
    for (const std::string& wrong : wrong_) FAIL_CHECK(wrong);
  }

 private:
  struct Cell {
    Row row;
    std::size_t at;
  };

  void run_cell(const Cell& cell) {
    NetworkRun run(elsewhere_.origin(), authority_);
    run.proxy().spoil(cell.row.fault, cell.at);
    const Clock::time_point began = Clock::now();
    const Ended ended = run.apply(cell.row.options);
    std::string wrong = wrong_in_disturbed(ended, Clock::now() - began, cell.row);
    if (wrong.empty() && !run.proxy().has_spoilt()) wrong = "nothing was spoilt";
    if (wrong.empty()) wrong = run.wrong_after_healing();
    const std::scoped_lock lock(mutex_);
    if (ended.code != 0) ++stopped_;
    if (wrong.empty()) return;
    wrong_.push_back(cell.row.name + " at request " + std::to_string(cell.at) + ": " + wrong +
                     "\n--- the disturbed run ended with " + std::to_string(ended.code) + ":\n" +
                     ended.output);
  }

  const Authority* authority_;
  std::atomic<int> asked_elsewhere_ = 0;
  RawServer elsewhere_;
  std::size_t requests_ = 0;
  std::vector<Cell> cells_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::size_t stopped_ = 0;
  std::vector<std::string> wrong_;
};

TEST_CASE("the guide over sockets is finished whatever happens to one exchange", "[network]") {
  std::signal(SIGPIPE, SIG_IGN);
  Matrix matrix(nullptr);
  const std::string lost = "the connection was lost";
  for (const Row& row : std::vector<Row>{
           {"a reset", Fault::Reset, {lost}, {}},
           {"a lost answer", Fault::LostAnswer, {lost}, {}},
           {"half an answer", Fault::HalfAnswer, {lost}, {}},
           {"a slow answer", Fault::SlowAnswer, {}, {}},
           {"an answer without end", Fault::EndlessAnswer, {"--timeout"}, {"--timeout", "2s"}},
           {"an answer of another type",
            Fault::WrongType,
            {"no JSON", "not JSON", "names no token_endpoint", "200 and no token"},
            {}},
           {"a login page", Fault::Html, {"200 and a web page"}, {}},
           {"a packed answer that is cut", Fault::CutGzip, {"cut or damaged"}, {}},
           {"a storm of refusals", Fault::Storm, {}, {}},
           {"a failure that did its work", Fault::FailedAndDone, {"500"}, {}},
           {"a busy server that did its work", Fault::BusyAndDone, {"503"}, {}},
           {"throttling that did its work", Fault::ThrottledAndDone, {"500"}, {}},
           {"a login page after the work", Fault::HtmlAndDone, {"200 and a web page"}, {}},
           {"a redirect after the work",
            Fault::RedirectAndDone,
            {"302 to http://127.0.0.1:", "302 to http://127.0. 0.1:"},
            {}},
           {"a token that ended", Fault::ExpiredToken, {"401"}, {}},
           {"a redirect",
            Fault::Redirect,
            {"302 to http://127.0.0.1:", "302 to http://127.0. 0.1:"},
            {}},
       }) {
    matrix.disturb(row);
  }
  matrix.run();
}

TEST_CASE("a host that becomes somebody else's during an apply gets nothing", "[network]") {
  std::signal(SIGPIPE, SIG_IGN);
  const Authority authority;
  Matrix matrix(&authority);
  matrix.disturb({"another name", Fault::WrongName, {"certificate"}, {}});
  matrix.run();
}

}  // namespace
}  // namespace dgctl::tests
