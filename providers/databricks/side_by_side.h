#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace dgctl::providers {

/// Does work(0) … work(count - 1) on at most so many threads, or as many as there are. Nothing more
/// begins once one of them throws, or `stop` is asked for. Throws the first error, in the order of
/// the work, and StoppedError.
void do_side_by_side(std::size_t count,
                     std::size_t threads,
                     const std::function<void(std::size_t)>& work,
                     const std::stop_token& stop);

}  // namespace dgctl::providers
