#include "engine/model/secret.h"

#include <cstdint>
#include <fstream>
#include <ostream>
#include <sstream>
#include <type_traits>

#include "tests/support/catch.h"

namespace dgctl::engine::secret_test {
namespace {

template <class T>
concept Prints = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept Compares = requires(const T& a, const T& b) { a == b; };

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret> &&
              std::is_nothrow_move_assignable_v<Secret>);
static_assert(!std::is_constructible_v<Secret, const std::string&>);
static_assert(!std::is_convertible_v<std::string, Secret>);
static_assert(!std::is_convertible_v<Secret, std::string> &&
              !std::is_convertible_v<Secret, std::string_view> &&
              !std::is_convertible_v<Secret, bool>);
static_assert(!Prints<Secret> && !Compares<Secret>);

std::string text_in(const Secret& secret) {
  return secret.reveal([](std::string_view value) { return std::string(value); });
}

/// The flags of the mapping in which an address lies, between spaces; "" where they are not told.
std::string flags_at(const void* address) {
  std::ifstream maps("/proc/self/smaps");
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  bool is_here = false;
  for (std::string line; std::getline(maps, line);) {
    std::istringstream parts(line);
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    if (parts >> std::hex >> begin >> dash >> end && dash == '-') {
      is_here = begin <= wanted && wanted < end;
    }
    if (is_here && line.starts_with("VmFlags:")) return line.substr(8) + " ";
  }
  return {};
}

TEST_CASE("a secret clears the text that it was made of", "[secret]") {
  for (const std::string& value : {std::string("short"), std::string(100, 's')}) {
    std::string source = value;
    const char* memory = source.data();
    const Secret secret(std::move(source));
    CHECK(text_in(secret) == value);
    CHECK(std::string(memory, value.size()) == std::string(value.size(), '\0'));
  }
}

TEST_CASE("a secret moves and leaves nothing behind", "[secret]") {
  Secret first(std::string("one"));
  const void* memory = first.reveal([](std::string_view v) { return v.data(); });
  Secret second(std::move(first));
  CHECK(text_in(second) == "one");
  CHECK(second.reveal([](std::string_view v) -> const void* { return v.data(); }) == memory);
  CHECK(text_in(first).empty());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
  Secret third(std::string("two"));
  third = std::move(second);
  CHECK(text_in(third) == "one");
  Secret& same = third;
  third = std::move(same);
  CHECK(text_in(third) == "one");
}

TEST_CASE("a secret of any length is kept whole", "[secret]") {
  const auto length = GENERATE(std::size_t{0}, 1, 4095, 4096, 4097, 100'000);
  const std::string value(length, 's');
  CHECK(text_in(Secret(std::string(value))) == value);
}

TEST_CASE("the memory of a secret is locked and in no core dump and gone with it", "[secret]") {
  const void* memory = nullptr;
  {
    const Secret secret(std::string("hidden"));
    memory = secret.reveal([](std::string_view v) { return v.data(); });
    const std::string flags = flags_at(memory);
    if (flags.empty()) {
      WARN("skipped: flags of memory (the system does not tell them)");
      return;
    }
    CHECK(flags.find(" dd ") != std::string::npos);
    if (flags.find(" lo ") == std::string::npos)
      WARN("the system's limits let no memory be locked");
  }
  CHECK(flags_at(memory).find(" dd ") == std::string::npos);
}

TEST_CASE("wiping clears all memory that a text has", "[secret]") {
  std::string text(100, 's');
  text.resize(10);
  const char* memory = text.data();
  wipe(text);
  CHECK(text.empty());
  CHECK(std::string(memory, 100) == std::string(100, '\0'));
}

TEST_CASE("a text is wiped when its block is left by an exception", "[secret]") {
  std::string text(100, 's');
  const char* memory = text.data();
  const auto fail = [&] {
    const WipedAtEnd wiped(text);
    throw 1;  // NOLINT(hicpp-exception-baseclass): what is thrown does not matter
  };
  CHECK_THROWS(fail());
  CHECK(std::string(memory, 100) == std::string(100, '\0'));
}

}  // namespace
}  // namespace dgctl::engine::secret_test
