#include "engine/model/key_parts.h"

#include <algorithm>

#include "engine/model/value.h"
#include "tests/support/catch.h"
#include "tests/support/property.h"

namespace dgctl::engine::key_parts_test {
namespace {

TEST_CASE("a key is taken apart into what it was made of", "[property]") {
  CHECK(rc::check("parts_of_key(make_key(parts)) == parts", [] {
    const auto parts = *rc::gen::nonEmpty<std::vector<std::string>>();
    RC_PRE(std::all_of(parts.begin(), parts.end(), [](const auto& part) { return !part.empty(); }));
    RC_ASSERT(parts_of_key(make_key(parts)) == parts);
  }));
}

}  // namespace
}  // namespace dgctl::engine::key_parts_test
