#include "providers/sim/column_types.h"

#include "tests/support/catch.h"

namespace dgctl::providers::sim::column_types_test {

TEST_CASE("a value is kept as its column keeps it", "[sim][sql]") {
  struct Case {
    std::string type, written, kept;
  };
  const auto c = GENERATE(values<Case>({
      {"BIGINT", "007", "7"},
      {"int", "-3", "-3"},
      {"INT", "1.5", "no"},
      {"INT", "", "no"},
      {"BIGINT", "99999999999999999999", "no"},
      {"DECIMAL(6,2)", "1", "1.00"},
      {"decimal(6, 2)", "-1.5", "-1.50"},
      {"DECIMAL(6,2)", "1.005", "no"},
      {"DECIMAL(6,2)", "1.2.3", "no"},
      {"DECIMAL(6,2)", "-", "no"},
      {"DECIMAL", "12", "12"},
      {"DECIMAL(99,99)", "1e3", "no"},
      {"DOUBLE", "1", "1.0"},
      {"DOUBLE", "x", "no"},
      {"BOOLEAN", "TRUE", "true"},
      {"BOOLEAN", "0", "false"},
      {"BOOLEAN", "2", "no"},
      {"STRING", "", ""},
      {"ARRAY<INT>", "[1]", "[1]"},
      {"DECIMAL(", "1", "1"},
  }));
  DYNAMIC_SECTION(c.type << " " << c.written) {
    CHECK(kept_value(column_type(c.type), c.written).value_or("no") == c.kept);
  }
}

TEST_CASE("types have other names in the API", "[sim][sql]") {
  CHECK(type_name("bigint") == "LONG");
  CHECK(type_name("DECIMAL(10,2)") == "DECIMAL");
  CHECK(type_name("map<string,int>") == "MAP");
  CHECK(type_name("timestamp") == "TIMESTAMP");
}

}  // namespace dgctl::providers::sim::column_types_test
