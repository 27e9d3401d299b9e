// What libFuzzer calls, whatever the target: --target=NAME says which. One program has them all, so
// that the instrumented libraries are linked once.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.h"

namespace {

const dgctl::fuzz::Target* chosen(int count, char** arguments) {
  static constexpr std::string_view kOption = "--target=";
  for (int i = 1; i < count; ++i) {
    const std::string_view argument(arguments[i]);
    if (argument.starts_with(kOption)) {
      return dgctl::fuzz::find_target(argument.substr(kOption.size()));
    }
  }
  return nullptr;
}

// libFuzzer hands the arguments to one function and the inputs to another.
const dgctl::fuzz::Target* target = nullptr;  // NOLINT(*-avoid-non-const-global-variables)

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  target = chosen(*count, *arguments);
  if (target != nullptr) return 0;
  std::fprintf(stderr, "fuzz: --target=NAME has to name one of:");
  for (const dgctl::fuzz::Target& known : dgctl::fuzz::targets()) {
    std::fprintf(stderr, " %.*s", static_cast<int>(known.name.size()), known.name.data());
  }
  std::fprintf(stderr, "\n");
  std::exit(4);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The bytes are text.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  target->run(input);
  return 0;
}
