#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dgctl::providers::sim {

/// The SQL type of a column to its name in the API: "decimal(10,2)" is DECIMAL, "bigint" LONG.
std::string type_name(std::string_view type);

/// How values of a type are counted with.
enum class TypeClass { Whole, Exact, Floating, Truth, Text };
struct ColumnType {
  TypeClass is = TypeClass::Text;
  int precision = 0, scale = 0;  ///< of TypeClass::Exact
};
ColumnType column_type(std::string_view type);

/// The text as a column of the type keeps it ("1" of a DECIMAL(4,2) is "1.00"). Nothing where it
/// is no value of it.
std::optional<std::string> kept_value(const ColumnType& type, const std::string& text);

/// "1.08", "5.0"
std::string double_text(double value);
/// With so many digits behind the point.
std::string decimal_text(double value, int scale);

}  // namespace dgctl::providers::sim
