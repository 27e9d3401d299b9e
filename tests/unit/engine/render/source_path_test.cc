#include "engine/render/source_path.h"

#include "tests/support/catch.h"

namespace dgctl::tests::source_path_test {
namespace {

TEST_CASE("a file of the configuration is named from the root of the repository", "[render]") {
  struct Case {
    std::string name, folder, file, path, uri;
  };
  const auto c = GENERATE(values<Case>({
      {"at the root", "", "dgctl.yml", "dgctl.yml", "dgctl.yml"},
      {"in a folder",
       "infra/segment",
       "dgctl.yml",
       "infra/segment/dgctl.yml",
       "infra/segment/dgctl.yml"},
      {"in a folder that ends in a slash", "infra/", "./web.yml", "infra/web.yml", "infra/web.yml"},
      {"beside the folder", "infra/segment", "../web.yml", "infra/web.yml", "infra/web.yml"},
      {"absolute", "infra", "/etc/dgctl.yml", "/etc/dgctl.yml", "file:///etc/dgctl.yml"},
      {"with marks of a URI", "", "a b/50%#?:.yml", "a b/50%#?:.yml", "a%20b/50%25%23%3F%3A.yml"},
      {"in another script", "", "ä.yml", "ä.yml", "%C3%A4.yml"},
  }));
  DYNAMIC_SECTION(c.name) {
    const std::string path = engine::path_from_root({c.folder, "dgctl.yml"}, c.file);
    CHECK(path == c.path);
    CHECK(engine::uri_of(path) == c.uri);
  }
}

}  // namespace
}  // namespace dgctl::tests::source_path_test
