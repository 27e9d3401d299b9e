#include "providers/sim/store.h"

#include <csignal>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/digest/sha256.h"
#include "providers/sim/workspace_files.h"
#include "tests/support/property.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::store_test {
namespace {

namespace fs = std::filesystem;
using tests::ScratchFolder;

Request creation(const std::string& catalog) {
  Request request;
  request.method = Method::Post;
  request.path = uc("/catalogs");
  request.body = json{{"name", catalog}}.dump();
  return request;
}

Request listing() {
  Request request;
  request.path = uc("/catalogs");
  return request;
}

/// A workspace file in a folder of its own.
struct File {
  explicit File(const json& text = small_workspace()) : path(folder / "ws.json") {
    write_file(path, text.dump());
  }
  std::unique_ptr<SimWorkspace> open() const { return SimWorkspace::open(path); }
  [[nodiscard]] fs::path beside(const char* suffix) const { return path.string() + suffix; }
  [[nodiscard]] std::string text(const char* suffix = "") const {
    return tests::file_text(beside(suffix));
  }
  /// "1 200, 2 - dropped"
  [[nodiscard]] std::string log() const {
    std::string out;
    for (const sim::RequestEntry& entry : read_request_log(path)) {
      out += (out.empty() ? "" : ", ") + std::to_string(entry.number) + " " +
             (entry.status == 0 ? "-" : std::to_string(entry.status)) +
             (entry.note.empty() ? "" : " " + entry.note);
    }
    return out;
  }
  [[nodiscard]] std::string catalogs() const {
    return names_of(open()->send(listing(), {}), "catalogs");
  }

  ScratchFolder folder;
  fs::path path;
};

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const WorkspaceFileError& error) {
    return error.what();
  }
  return "";
}

/// Runs in a process of its own. Nothing of the test runner may run there: no destructors, no exit
/// handlers, and no exception may leave.
pid_t start_process(const std::function<void()>& action) {
  const pid_t child = fork();
  if (child != 0) return child;
  try {
    action();
  } catch (...) {
    _exit(1);
  }
  _exit(0);
}

/// How a process ended: "killed" or its exit code.
std::string ending_of(pid_t child) {
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return "not started";
  if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGKILL ? "killed" : "signalled";
  return std::to_string(WEXITSTATUS(status));
}

std::string in_process(const std::function<void()>& action) {
  return ending_of(start_process(action));
}

TEST_CASE("a change is folded into the file when its last user leaves", "[store]") {
  File file;
  auto first = file.open();
  auto second = file.open();
  first->send(creation("x"), {});
  CHECK(names_of(second->send(listing(), {}), "catalogs") == "hr sales x");
  first.reset();
  CHECK(json::parse(file.text()).at("catalogs").count("x") == 0);
  CHECK(fs::exists(file.beside(".log")));
  second.reset();
  CHECK(json::parse(file.text()).at("catalogs").count("x") == 1);
  CHECK_FALSE(fs::exists(file.beside(".log")));
  CHECK(file.log() == "1 200, 2 200");
}

TEST_CASE("reading alone does not touch the file and moves its clock on", "[store]") {
  File file;
  const std::string before = file.text();
  file.open()->send(listing(), {});
  const auto later = file.open()->now();
  CHECK(file.text() == before);
  file.open()->send(listing(), {});
  CHECK(file.open()->now() == later + std::chrono::seconds(1));
  CHECK(file.log() == "1 200, 2 200");
}

TEST_CASE("sleep and ids are shared by all who use a file", "[store]") {
  File file;
  auto first = file.open();
  auto second = file.open();
  const auto start = first->now();
  first->sleep(std::chrono::milliseconds(1500), {});
  CHECK(second->now() == start + std::chrono::milliseconds(1500));
  const std::string id = first->uuid();
  CHECK(second->uuid() != id);
  first.reset();
  second.reset();
  CHECK(file.open()->now() == start + std::chrono::milliseconds(1500));
  std::set<std::string> ids{id};
  for (int i = 0; i < 3; ++i) CHECK(ids.insert(file.open()->uuid()).second);
}

TEST_CASE("numbers and time go on without the log of requests", "[store]") {
  File file;
  file.open()->send(creation("x"), {});
  const auto time = file.open()->now();
  fs::remove(file.beside(".requests"));
  CHECK(file.open()->now() == time);
  file.open()->send(listing(), {});
  CHECK(file.log() == "2 200");
}

TEST_CASE("a fold keeps a symbolic link and the permissions", "[store]") {
  File file;
  const fs::path link = file.folder / "link.json";
  fs::create_symlink(file.path, link);
  fs::permissions(file.path, fs::perms::owner_read | fs::perms::owner_write);
  SimWorkspace::open(link)->send(creation("x"), {});
  CHECK(fs::is_symlink(link));
  CHECK(json::parse(file.text()).at("catalogs").count("x") == 1);
  CHECK((fs::status(file.path).permissions() & fs::perms::all) ==
        (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("a file that cannot be used is refused and nothing is made beside it", "[store]") {
  ScratchFolder folder;
  const fs::path path = folder / "ws.json";
  CHECK(error_of([&] { SimWorkspace::open(path); }) ==
        "cannot read " + path.string() + ": No such file or directory");
  write_file(path, R"({"seed": 1, "ownr": 2})");
  CHECK(error_of([&] { SimWorkspace::open(path); }) == path.string() + ": /ownr: unknown member");
  CHECK_FALSE(fs::exists(path.string() + ".requests"));
  write_file(path, "{}");
  CHECK_FALSE(error_of([&] { SimWorkspace::open(path, "nobody"); }).empty());
  CHECK_FALSE(fs::exists(path.string() + ".log"));
}

/// The file and its log as a process leaves them that dies after n changes.
struct Abandoned {
  explicit Abandoned(int changes) {
    const std::string ended = in_process([&] {
      const auto workspace = file.open();
      for (int i = 0; i < changes; ++i) workspace->send(creation("c" + std::to_string(i)), {});
      kill(getpid(), SIGKILL);
    });
    CHECK(ended == "killed");
  }
  File file;
};

TEST_CASE("what a process did that died is there for the next", "[store]") {
  const Abandoned abandoned(2);
  CHECK_FALSE(abandoned.file.text(".log").empty());
  CHECK(abandoned.file.catalogs() == "c0 c1 hr sales");
  CHECK(abandoned.file.log() == "1 200, 2 200, 3 200");
  CHECK_FALSE(fs::exists(abandoned.file.beside(".log")));
}

TEST_CASE("a log that ends within a line loses that line and nothing else", "[store]") {
  const Abandoned abandoned(2);
  const std::string log = abandoned.file.text(".log");
  const std::string requests = abandoned.file.text(".requests");
  const std::string snapshot = abandoned.file.text();
  const std::size_t base_end = log.find('\n') + 1;
  const std::size_t first_end = log.find('\n', base_end) + 1;
  for (std::size_t size = 0; size < log.size(); ++size) {
    write_file(abandoned.file.path, snapshot);
    write_file(abandoned.file.beside(".log"), log.substr(0, size));
    write_file(abandoned.file.beside(".requests"), requests);
    const std::string found = abandoned.file.catalogs();
    INFO("cut at " << size);
    REQUIRE(found == (size < first_end ? "hr sales" : "c0 hr sales"));
  }
}

TEST_CASE("a log of requests that ends within a line goes on", "[store]") {
  const Abandoned abandoned(2);
  const std::string requests = abandoned.file.text(".requests");
  const std::string log = abandoned.file.text(".log");
  const std::string snapshot = abandoned.file.text();
  const std::size_t first_end = requests.find('\n') + 1;
  for (std::size_t size = 0; size < requests.size(); size += 5) {
    write_file(abandoned.file.path, snapshot);
    write_file(abandoned.file.beside(".log"), log);
    write_file(abandoned.file.beside(".requests"), requests.substr(0, size));
    abandoned.file.open()->send(listing(), {});
    INFO("cut at " << size);
    REQUIRE(abandoned.file.log() == (size < first_end ? "1 200 unanswered, 2 200 unanswered, 3 200"
                                                      : "1 200, 2 200 unanswered, 3 200"));
  }
}

TEST_CASE("a damaged line is an error wherever it stands", "[store]") {
  const Abandoned abandoned(3);
  const std::string log = abandoned.file.text(".log");
  for (const std::size_t line : {0U, 1U, 3U}) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < line; ++i) start = log.find('\n', start) + 1;
    std::string damaged = log;
    damaged[start + 20] = damaged[start + 20] == 'x' ? 'y' : 'x';
    write_file(abandoned.file.beside(".log"), damaged);
    CHECK(error_of([&] { abandoned.file.open(); }).find("ws.json.log is damaged: this line") !=
          std::string::npos);
  }
  write_file(abandoned.file.beside(".log"), log);
  CHECK(abandoned.file.catalogs() == "c0 c1 c2 hr sales");
}

TEST_CASE("a log is not applied to another version of the file", "[store]") {
  const Abandoned abandoned(1);
  json edited = small_workspace();
  edited["seed"] = 9;
  write_file(abandoned.file.path, edited.dump());
  CHECK(error_of([&] { abandoned.file.open(); }).find("continues another version of") !=
        std::string::npos);
}

TEST_CASE("an edit while the file is in use is not overwritten", "[store]") {
  File file;
  json edited = small_workspace();
  edited["seed"] = 9;
  {
    const auto workspace = file.open();
    workspace->send(creation("x"), {});
    write_file(file.path, edited.dump());
  }
  CHECK(file.text() == edited.dump());
  CHECK(fs::exists(file.beside(".log")));
}

TEST_CASE("a fold that was cut short is finished or not begun", "[store]") {
  const Abandoned abandoned(2);
  const std::string log = abandoned.file.text(".log");
  const std::string before = abandoned.file.text();
  CHECK(abandoned.file.open()->identity() == "ada@example.com");  // folds as it leaves
  const std::string folded = abandoned.file.text();
  SECTION("the new file is there and the log not yet gone") {
    // The mark of the fold as the last line of the log.
    write_file(abandoned.file.path, before);
    write_file(abandoned.file.beside(".log"), log);
    sim::LineFile lines(abandoned.file.beside(".log"));
    lines.read_new();
    lines.append({R"({"folded":")" + engine::sha256(folded) + R"("})"});
    write_file(abandoned.file.path, folded);
    CHECK(abandoned.file.catalogs() == "c0 c1 hr sales");
    CHECK_FALSE(fs::exists(abandoned.file.beside(".log")));
  }
  SECTION("the old file is still there") {
    write_file(abandoned.file.path, before);
    write_file(abandoned.file.beside(".log"), log);
    sim::LineFile lines(abandoned.file.beside(".log"));
    lines.read_new();
    lines.append({R"({"folded":")" + engine::sha256(folded) + R"("})"});
    CHECK(abandoned.file.catalogs() == "c0 c1 hr sales");
  }
}

TEST_CASE("a fault kills the process that asks, once, at its time", "[store]") {
  struct Case {
    std::string when, after, log;
  };
  const auto c = GENERATE(values<Case>({
      {"before", "hr sales", "1 - killed before, 2 200"},
      {"applied", "hr sales x", "1 200 killed applied, 2 200"},
      {"answered", "hr sales x", "1 200 killed answered, 2 200"},
  }));
  DYNAMIC_SECTION(c.when) {
    json text = small_workspace();
    text["faults"] = {{{"method", "POST"}, {"path", "*"}, {"do", {{"kill", c.when}}}}};
    File file(text);
    CHECK(in_process([&] { file.open()->send(creation("x"), {}); }) == "killed");
    CHECK(file.catalogs() == c.after);
    CHECK(file.log() == c.log);
    CHECK(in_process([&] { file.open()->send(creation("y"), {}); }) == "0");
    CHECK(file.catalogs() == c.after + " y");
  }
}

TEST_CASE("a change that lags does so across processes", "[store]") {
  json text = small_workspace();
  text["faults"] = {{{"method", "POST"}, {"path", "*"}, {"do", {{"lag", 2}}}}};
  File file(text);
  file.open()->send(creation("x"), {});
  CHECK(fs::exists(file.beside(".log")));
  CHECK(file.catalogs() == "hr sales");
  CHECK(file.catalogs() == "hr sales");
  CHECK(file.catalogs() == "hr sales x");
  CHECK_FALSE(fs::exists(file.beside(".log")));
}

/// Changes and reads, some of which meet a fault.
Request random_request() {
  const std::string catalog = *rc::gen::element<std::string>("a", "b", "c");
  Request request = creation(catalog);
  const int kind = *rc::gen::inRange(0, 4);
  if (kind == 0) return listing();
  if (kind == 1) {
    request.method = Method::Delete;
    request.path = uc("/catalogs/" + catalog + "?force=true");
    request.body.clear();
  }
  if (kind == 2) {
    const json change{{"principal", "staff"}, {"add", {"SELECT"}}};
    request.method = Method::Patch;
    request.path = uc("/permissions/catalog/" + catalog);
    request.body = json{{"changes", json::array({change})}}.dump();
  }
  return request;
}

json faulty_workspace() {
  json text = small_workspace();
  text["faults"] = json::parse(R"json([
    {"method": "DELETE", "path": "*", "skip": 1, "times": 2, "do": {"status": 503}},
    {"method": "PATCH", "path": "*", "skip": 1, "do": {"lag": 2}},
    {"method": "POST", "path": "*", "skip": 3, "do": {"edit": {
      "method": "PATCH", "path": "/api/2.1/unity-catalog/catalogs/sales",
      "body": {"comment": "edited"}}}}])json");
  return text;
}

TEST_CASE("a run that is interrupted anywhere ends as one that is not", "[store][property]") {
  tests::check_property("reopened and killed", [] {
    File file(faulty_workspace());
    Sim whole(faulty_workspace());
    auto workspace = file.open();
    const int requests = *rc::gen::inRange(1, 12);
    for (int i = 0; i < requests; ++i) {
      const Request request = random_request();
      const Response expected = whole.workspace->send(request, {});
      const int how = *rc::gen::inRange(0, 4);
      if (how == 0) {
        workspace.reset();
        workspace = file.open();
      }
      if (how == 1) {  // by another process, which dies
        RC_ASSERT(in_process([&] {
                    const auto other = file.open();
                    other->send(request, {});
                    kill(getpid(), SIGKILL);
                  }) == "killed");
        continue;
      }
      const Response response = workspace->send(request, {});
      RC_ASSERT(response.status == expected.status);
      RC_ASSERT(response.body == expected.body);
    }
    RC_ASSERT(workspace->snapshot() == whole.workspace->snapshot());
    RC_ASSERT(workspace->requests() == whole.workspace->requests());
    workspace.reset();
    RC_ASSERT(file.open()->snapshot() == whole.workspace->snapshot());
  });
}

TEST_CASE("processes and threads use one file at once", "[store]") {
  File file;
  constexpr std::size_t kUsers = 3;
  constexpr std::size_t kEach = 20;
  const auto use = [&](const std::string& name) {
    const auto workspace = file.open();
    for (std::size_t i = 0; i < kEach; ++i) {
      workspace->send(creation(name + std::to_string(i)), {});
      workspace->send(listing(), {});
    }
  };
  std::vector<pid_t> children;
  for (std::size_t user = 0; user < kUsers; ++user) {
    children.push_back(start_process([&] { use("p" + std::to_string(user) + "-"); }));
  }
  std::vector<std::thread> threads;
  threads.reserve(kUsers);
  for (std::size_t user = 0; user < kUsers; ++user) {
    threads.emplace_back(use, "t" + std::to_string(user) + "-");
  }
  for (std::thread& thread : threads) thread.join();
  for (const pid_t child : children) CHECK(ending_of(child) == "0");
  const json folded = json::parse(file.text());
  CHECK(folded.at("catalogs").size() == 2 + 2 * kUsers * kEach);
  CHECK(folded.at("counters").at("requests") == 4 * kUsers * kEach);
  std::set<std::int64_t> numbers;
  for (const sim::RequestEntry& entry : read_request_log(file.path)) numbers.insert(entry.number);
  CHECK(numbers.size() == 4 * kUsers * kEach);
}

TEST_CASE("a new workspace file replaces one only if told to and not in use", "[store]") {
  ScratchFolder folder;
  const fs::path path = folder / "ws.json";
  create_workspace_file(path, empty_workspace(), false);
  CHECK(tests::file_text(path) == empty_workspace());
  CHECK(error_of([&] { create_workspace_file(path, guide_workspace(), false); }) ==
        "cannot make " + path.string() + ": File exists");
  {
    const auto workspace = SimWorkspace::open(path);
    workspace->send(creation("x"), {});
    CHECK(error_of([&] { create_workspace_file(path, guide_workspace(), true); }) ==
          path.string() + " is in use");
  }
  create_workspace_file(path, guide_workspace(), true);
  CHECK(tests::file_text(path) == guide_workspace());
  CHECK(read_request_log(path).empty());
}

TEST_CASE("what cannot be written down is not answered and not there later", "[store]") {
  File file;
  const auto workspace = file.open();
  workspace->send(creation("x"), {});
  struct rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const struct sigaction ignore = [] {
    struct sigaction action{};
    action.sa_handler = SIG_IGN;
    return action;
  }();
  struct sigaction handler{};
  sigaction(SIGXFSZ, &ignore, &handler);
  const rlimit tight{fs::file_size(file.beside(".log")) + 10, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &tight);
  const std::string error = error_of([&] { workspace->send(creation("y"), {}); });
  setrlimit(RLIMIT_FSIZE, &before);
  sigaction(SIGXFSZ, &handler, nullptr);
  CHECK(error.find("cannot write") == 0);
  CHECK(names_of(workspace->send(listing(), {}), "catalogs") == "hr sales x");
  CHECK(workspace->send(creation("y"), {}).status == 200);
}

}  // namespace
}  // namespace dgctl::providers::store_test
