package koboshi.config;

/** The file that {@code koboshi init} writes. */
final class Example {
    static final String TEXT = """
            # What Koboshi keeps answering. Check it with: koboshi check
            # Every key is explained in docs/configuration.md. Relative paths start at this file's folder.

            # Where Koboshi's own page is. Another than a loopback address needs tokens: {file: tokens.json} as well.
            listen: 127.0.0.1:8642

            # Where a person is called, besides the page and the log. A secret never stands here, only where it is kept.
            # notify:
            #   webhook:
            #     url: https://chat.example.org/hooks/team
            #     secret: {env: KOBOSHI_WEBHOOK_SECRET}

            services:
              web:
                # Started and kept by Koboshi's agent; no shell reads this line.
                run: java -jar web.jar
                # Or found by its pid file: adopt: {pid_file: /run/web.pid, start: [systemctl, start, web]}
                # environment:
                #   DATABASE_PASSWORD: {file: database-password.txt}
                memory: {limit: 512MiB}
                # Silence is expected for so long after a start.
                warm_up: 30s

            journeys:
              # What a user does. A port that is open proves nothing; an answer does.
              front-page:
                service: web
                every: 5s
                timeout: 2s
                steps:
                  - get: http://127.0.0.1:8080/
                    expect: {status: 200}

            guards:
              # A failed run, confirmed by four more at once, and web is restarted;
              # the journey must then run clean within the time, or a person is called.
              silent:
                journey: front-page
                then: [capture, restart]
                prove: {journey: front-page, within: 60s}
                brakes: {per_hour: 4, cool_down: 2m}

              # A number that is too high for too long calls a person.
              # too-many-waiting: {when: "questions_waiting > 50", for: 1m, then: [notify]}

            # A job that reports to Koboshi whenever it has run; a guard with heartbeat: nightly calls when it is late.
            # heartbeats:
            #   nightly: {every: 1d, grace: 15m}
            """;

    private Example() {}
}
