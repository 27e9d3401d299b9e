#include "cmd/dgctl/scratch_records.h"

#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace dgctl::cmd::scratch_records_test {
namespace {

const std::string kFirst = "dgctl_verify_20261127t154653z_1a2b3c4d";
const std::string kSecond = "dgctl_verify_20261127t154701z_00000001";
const engine::LockInfo kMine{"1a2b3c4d", "verify", "ada", "2026-11-27T15:46:53Z"};
using Names = std::vector<std::string>;

TEST_CASE("nothing is recorded where no run began", "[verify]") {
  const tests::ScratchFolder folder;
  CHECK(ScratchRecords(folder.path().string(), "main").left({}).empty());
  CHECK_FALSE(std::filesystem::exists(folder.path().string() + "/verify"));
}

TEST_CASE("a run that lives has left nothing and one that ended has", "[verify]") {
  const tests::ScratchFolder folder;
  const ScratchRecords other(folder.path().string(), "main");
  {
    ScratchRecords records(folder.path().string(), "main");
    records.begin(kFirst, kMine, {});
    CHECK(other.left({}).empty());
    CHECK(records.left({}).empty());
  }
  CHECK(other.left({}) == Names{kFirst});
}

TEST_CASE("each run is recorded until its schema is gone", "[verify]") {
  const tests::ScratchFolder folder;
  for (const std::string& schema : {kSecond, kFirst}) {
    ScratchRecords(folder.path().string(), "main").begin(schema, kMine, {});
  }
  ScratchRecords records(folder.path().string(), "main");
  CHECK(records.left({}) == Names{kFirst, kSecond});
  records.forget(kFirst);
  CHECK(records.left({}) == Names{kSecond});
}

TEST_CASE("a run forgets what it dropped itself", "[verify]") {
  const tests::ScratchFolder folder;
  {
    ScratchRecords records(folder.path().string(), "main");
    records.begin(kFirst, kMine, {});
    records.forget(kFirst);
  }
  CHECK(ScratchRecords(folder.path().string(), "main").left({}).empty());
}

TEST_CASE("data graphs have records of their own whatever they are called", "[verify]") {
  const tests::ScratchFolder folder;
  const Names keys{"main", "second", "..", "a/b", "A", "", std::string(255, 'k')};
  for (const std::string& key : keys) {
    INFO(key);
    CHECK(ScratchRecords(folder.path().string(), key).left({}).empty());
    ScratchRecords(folder.path().string(), key).begin(kFirst, kMine, {});
    CHECK(ScratchRecords(folder.path().string(), key).left({}) == Names{kFirst});
  }
  CHECK_FALSE(std::filesystem::exists(folder.path().string() + "/" + kFirst));
}

TEST_CASE("what no run of verify made is none of its records", "[verify]") {
  const tests::ScratchFolder folder;
  std::filesystem::create_directories(folder.path().string() + "/verify/main/somebodys");
  tests::write_text(folder.path() / "verify" / "main" / "notes", "x");
  CHECK(ScratchRecords(folder.path().string(), "main").left({}).empty());
}

TEST_CASE("where nothing can be kept a run goes on all the same", "[verify]") {
  const tests::ScratchFolder folder;
  tests::write_text(folder / "verify", "x");
  ScratchRecords records(folder.path().string(), "main");
  records.begin(kFirst, kMine, {});
  CHECK(records.left({}).empty());
  records.forget(kFirst);
}

}  // namespace
}  // namespace dgctl::cmd::scratch_records_test
