#include "engine/render/exception_text.h"

#include "engine/model/descriptor.h"
#include "tests/support/catch.h"

namespace dgctl::tests::exception_text_test {
namespace {

using engine::DesiredResource;
using engine::exception_for;

DesiredResource grant_on(const std::string& catalog) {
  DesiredResource grant;
  grant.address = {"grant", engine::make_key({"catalog:" + catalog, "main"})};
  grant.fields =
      engine::fields_of(engine::Entry{{"catalog", catalog}, engine::Value("someone"), {"SELECT"}});
  return grant;
}

TEST_CASE("what is printed to be pasted is YAML of the very names", "[exception_text]") {
  const std::string name = "a`b";
  const std::string principal = "\u202Ertl \"group\"";
  const std::string text =
      exception_for(grant_on(name), {{"privileges"}, "two\nlines ${x}", "2027-01-31"}, principal);
  CHECK(text.find("securable: {catalog: \"`a``b`\"}") != std::string::npos);
  CHECK(text.find("principal: \"\\U0000202Ertl \\\"group\\\"\"") != std::string::npos);
  CHECK(text.find("because: \"two\\U0000000Alines $${x}\"") != std::string::npos);
}

}  // namespace
}  // namespace dgctl::tests::exception_text_test
