#include "providers/sim/open_file.h"

#include <sys/stat.h>

#include "providers/sim/workspace_files.h"
#include "tests/support/process.h"
#include "tests/unit/providers/sim/support.h"

namespace dgctl::providers::open_file_test {
namespace {

namespace fs = std::filesystem;

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const WorkspaceFileError& error) {
    return error.what();
  }
  return "";
}

/// Something that is there and no file. A pipe whose other end nobody holds blocks who opens it.
void make(const std::string& what, const fs::path& path) {
  constexpr mode_t kMode = 0600;
  if (what == "a folder") fs::create_directory(path);
  if (what == "a pipe") REQUIRE(mkfifo(path.c_str(), kMode) == 0);
  if (what == "a device") fs::create_symlink("/dev/zero", path);
}

std::string reason(const std::string& what) {
  return what == "a folder" ? "it is a folder" : "it is no regular file";
}

TEST_CASE("a workspace file that is no file is refused at once", "[open_file]") {
  const auto* const what = GENERATE("a folder", "a pipe", "a device");
  INFO(what);
  const tests::ScratchFolder folder;
  const fs::path path = folder / "ws.json";
  make(what, path);
  const std::string expected = "cannot read " + path.string() + ": " + reason(what);
  CHECK(error_of([&] { SimWorkspace::open(path); }) == expected);
  CHECK(error_of([&] { read_request_log(path); }) == expected);
  CHECK_FALSE(fs::exists(path.string() + ".requests"));
}

TEST_CASE("no new workspace file takes the place of what is no file", "[open_file]") {
  const auto* const what = GENERATE("a folder", "a pipe", "a device");
  INFO(what);
  const tests::ScratchFolder folder;
  const fs::path path = folder / "ws.json";
  make(what, path);
  const fs::file_type before = fs::status(path).type();
  CHECK(error_of([&] { create_workspace_file(path, empty_workspace(), true); }) ==
        "cannot replace " + path.string() + ": " + reason(what));
  CHECK(fs::status(path).type() == before);
  CHECK_FALSE(fs::exists(path.string() + ".requests"));
}

TEST_CASE("what stands beside a workspace file is refused where it is no file", "[open_file]") {
  const auto* const suffix = GENERATE(".requests", ".log");
  const auto* const what = GENERATE("a pipe", "a device");
  INFO(suffix << " is " << what);
  const tests::ScratchFolder folder;
  const fs::path path = folder / "ws.json";
  write_file(path, "{}");
  const fs::path other = path.string() + suffix;
  make(what, other);
  CHECK(error_of([&] { SimWorkspace::open(path); }) ==
        "cannot open " + other.string() + ": it is no regular file");
}

TEST_CASE("a fold does not wait for what stands where it writes", "[open_file]") {
  const tests::ScratchFolder folder;
  const fs::path path = folder / "ws.json";
  write_file(path, small_workspace().dump());
  make("a pipe", path.string() + ".new");
  Request request;
  request.method = Method::Delete;
  request.path = uc("/catalogs/hr?force=true");
  SimWorkspace::open(path)->send(request, {});
  CHECK_FALSE(json::parse(tests::file_text(path)).at("catalogs").contains("hr"));
}

TEST_CASE("a request log that is a pipe is refused at once", "[open_file]") {
  const tests::ScratchFolder folder;
  const fs::path path = folder / "ws.json";
  write_file(path, "{}");
  const fs::path requests = path.string() + ".requests";
  make("a pipe", requests);
  CHECK(error_of([&] { read_request_log(path); }) ==
        "cannot read " + requests.string() + ": it is no regular file");
}

}  // namespace
}  // namespace dgctl::providers::open_file_test
