#include <thread>

#include <sys/stat.h>

#include "engine/edges/error.h"
#include "providers/system/folder_files.h"
#include "providers/system/system_clock.h"
#include "tests/support/process.h"

namespace dgctl::providers::system_test {
namespace {

using tests::ScratchFolder;
using tests::write_text;

TEST_CASE("files below the folder are read and what leads out of it is refused", "[files]") {
  ScratchFolder scratch;
  const auto folder = scratch.path() / "conf";
  std::filesystem::create_directories(folder / "domains");
  write_text(folder / "dgctl.yml", "a");
  write_text(folder / "domains" / "x.yml", "b");
  write_text(scratch.path() / "secret", "s");
  std::filesystem::create_symlink(scratch.path() / "secret", folder / "out.yml");
  std::filesystem::create_symlink("domains/x.yml", folder / "in.yml");
  REQUIRE(::mkfifo((folder / "pipe.yml").c_str(), 0600) == 0);
  FolderFiles files(folder.string(), "dgctl.yml");
  CHECK(files.read("dgctl.yml", 10) == "a");
  CHECK(files.read("domains/x.yml", 10) == "b");
  CHECK(files.read("in.yml", 10) == "b");
  CHECK_FALSE(files.read("nothing.yml", 10));
  for (const char* path : {"../secret", "out.yml", "pipe.yml", "domains", "/etc/passwd"}) {
    INFO(path);
    CHECK_THROWS_AS(files.read(path, 10'000), engine::Error);
  }
  CHECK_THROWS_AS(files.read("domains/x.yml", 0), engine::Error);
}

TEST_CASE("the file that the user named may be a link", "[files]") {
  ScratchFolder scratch;
  write_text(scratch.path() / "real.yml", "a");
  std::filesystem::create_directories(scratch.path() / "conf");
  std::filesystem::create_symlink(scratch.path() / "real.yml",
                                  scratch.path() / "conf" / "dgctl.yml");
  FolderFiles files((scratch.path() / "conf").string(), "dgctl.yml");
  CHECK(files.read("dgctl.yml", 10) == "a");
}

TEST_CASE("ids have the form of version 4 and differ", "[system]") {
  SystemIds ids;
  const std::string id = ids.uuid();
  REQUIRE(id.size() == 36);
  CHECK(id[14] == '4');
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
  CHECK(ids.uuid() != id);
  CHECK(random_seed() != 0);
}

TEST_CASE("a stop ends a sleep", "[system]") {
  SystemClock clock;
  std::stop_source source;
  source.request_stop();
  CHECK_FALSE(clock.sleep(std::chrono::hours(1), source.get_token()));
  CHECK(clock.sleep(std::chrono::milliseconds(0), {}));
}

}  // namespace
}  // namespace dgctl::providers::system_test
